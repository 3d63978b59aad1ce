use crate::prelude::*;

const MODE: &str = "client";

#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.jar",
    class = "org.example.Main",
    master = if cluster { "yarn" } else { "local[*]" },
    deploy_mode = if cluster { "cluster" } else { "client" },
    num_executors = 4
)]
struct Job {
    cluster: bool,
}

#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py", master = "local", deploy_mode = MODE)]
struct Constant;

pub fn roots() -> Roots {
    roots![Job::new(), Job::new().cluster(true), Constant::new()]
}
