use crate::prelude::*;

#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.py",
    jars = ["tests/right/files/*.jar", "tests/right/files/jo?.jar"],
    files = ["tests/right/files/[a-b]pp.conf"]
)]
struct Job {
    #[spark(arg, output = "out/job")]
    out: Output<Directory>,
}

pub fn roots() -> Roots {
    roots![Job::new()]
}
