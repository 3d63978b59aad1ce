use crate::prelude::*;

#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.jar",
    class = "org.other.Main",
    packages = ["org.other:job_2.13:1.0"]
)]
struct Job {
    #[spark(arg, output = "out/job")]
    out: Output<Directory>,
}

pub fn roots() -> Roots {
    roots![Job::new()]
}
