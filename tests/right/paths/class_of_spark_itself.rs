use crate::prelude::*;

#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.jar",
    class = "org.apache.spark.examples.SparkPi"
)]
struct Job {
    #[spark(arg, output = "out/job")]
    out: Output<Directory>,
}

pub fn roots() -> Roots {
    roots![Job::new()]
}
