use crate::prelude::*;

/// No master is named, so that every option may be meant for the one of the profile.
#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.jar",
    class = "org.example.Main",
    num_executors = 4,
    total_executor_cores = 8,
    queue = "etl",
    supervise,
    driver_cores = 2,
    executor_cores = 4,
    executor_memory = "2g",
    conf(
        "spark.yarn.maxAppAttempts" = 1,
        "spark.kubernetes.namespace" = "etl",
        "spark.deploy.spreadOut" = true
    )
)]
struct Portable;

/// The mode alone, which a profile's master makes possible.
#[derive(SparkTask)]
#[spark(
    app = "hdfs:///apps/job.jar",
    class = "org.example.Main",
    driver_cores = 2
)]
struct Mode;

pub fn roots() -> Roots {
    roots![Portable::new(), Mode::new()]
}
