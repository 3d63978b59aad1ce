use crate::prelude::*;

#[derive(SparkTask)]
#[spark(python = "def main(spark, task): pass", allow(unused_field))]
struct Job {
    month: u8,
    #[spark(output = "out/{month}")]
    out: Output<Directory>,
}

pub fn roots() -> Roots {
    roots![Job::new(1)]
}
