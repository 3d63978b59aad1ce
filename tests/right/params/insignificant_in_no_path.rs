use crate::prelude::*;

#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py", num_executors = executors)]
struct Job {
    #[spark(arg = "--month")]
    month: u8,
    #[spark(insignificant, default = 2)]
    executors: u32,
    #[spark(arg = "--log-level", insignificant, default = "warn")]
    loudness: String,
    #[spark(arg, output = "out/{month:02}")]
    out: Output<Directory>,
}

/// Nor is a task without an output bound to name any.
#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py")]
struct WithoutOutput {
    #[spark(arg)]
    month: u8,
}

pub fn roots() -> Roots {
    roots![Job::new(1).executors(4), WithoutOutput::new(1)]
}
