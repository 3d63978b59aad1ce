use crate::prelude::*;

#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py")]
struct Unit;

#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py", name = "braces")]
struct Braces {}

#[derive(WrapperTask)]
struct Nothing;

pub fn roots() -> Roots {
    roots![Unit::new(), Braces::new(), Nothing::new()]
}
