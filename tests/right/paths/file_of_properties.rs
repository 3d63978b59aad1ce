use crate::prelude::*;

#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.py",
    properties_file = "tests/right/files/conf/spark.conf"
)]
struct Job {
    #[spark(arg, output = "out/job")]
    out: Output<Directory>,
}

pub fn roots() -> Roots {
    roots![Job::new()]
}
