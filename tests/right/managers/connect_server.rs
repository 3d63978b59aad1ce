use crate::prelude::*;

#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py", conf("spark.api.mode" = "connect"))]
struct OfItsOwn;

#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py", master = "local[2]", conf("spark.api.mode" = "classic"))]
struct Classic;

pub fn roots() -> Roots {
    roots![OfItsOwn::new(), Classic::new()]
}
