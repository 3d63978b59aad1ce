use crate::prelude::*;

#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.py",
    py_files = ["tests/right/files/tools", "tests/right/files/lib.zip"],
    archives = ["tests/right/files/tools#tools"],
    files = ["tests/right/files/app.conf#other.conf"]
)]
struct Job {
    #[spark(arg, output = "out/job")]
    out: Output<Directory>,
}

pub fn roots() -> Roots {
    roots![Job::new()]
}
