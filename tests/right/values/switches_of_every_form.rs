use crate::prelude::*;

#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.jar",
    class = "org.example.Main",
    verbose = false,
    supervise = loud && !muted,
    load_spark_defaults = cfg!(debug_assertions)
)]
struct Job {
    loud: bool,
    muted: bool,
}

/// What is switched off may stand beside anything.
#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.py",
    master = "local[2]",
    supervise = false
)]
struct Off;

pub fn roots() -> Roots {
    roots![Job::new().loud(true), Off::new()]
}
