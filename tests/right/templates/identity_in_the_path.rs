use crate::prelude::*;

/// A hash of the identity covers every parameter.
#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py")]
struct Job {
    #[spark(arg)]
    month: u8,
    #[spark(arg)]
    carriers: Vec<String>,
    #[spark(arg, output = "out/{month:02}/{task_id}")]
    out: Output<Directory>,
}

pub fn roots() -> Roots {
    roots![Job::new(1), Job::new(1).carriers(["AA", "UA"])]
}
