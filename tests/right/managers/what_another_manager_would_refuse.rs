use crate::prelude::*;

/// A local master has no executors to count.
#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.py",
    master = "local[2]",
    conf(
        "spark.dynamicAllocation.enabled" = true,
        "spark.dynamicAllocation.minExecutors" = 4,
        "spark.dynamicAllocation.maxExecutors" = 2
    )
)]
struct Local;

/// Whoever is on YARN has no master that counts all cores together.
#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.py",
    total_executor_cores = 2,
    executor_cores = 4,
    allow(doubtful_setting)
)]
struct Anywhere;

/// A program on the JVM that starts Python workers by itself.
#[derive(SparkTask)]
#[spark(
    app = "s3a://bucket/job.jar",
    class = "org.example.Main",
    py_files = ["tests/right/files/lib.zip"],
    allow(doubtful_setting)
)]
struct StartsPython;

/// Spark puts the variable in the place of `${env:…}`.
#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py", conf("spark.task.maxFailures" = "${env:FAILURES}"))]
struct FromTheEnvironment;

/// Tokens of Hadoop are got for every manager, whatever the name says.
#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.py",
    master = "k8s://https://host:443",
    conf("spark.yarn.kerberos.renewal.excludeHadoopFileSystems" = "hdfs://archive")
)]
struct Tokens;

pub fn roots() -> Roots {
    roots![
        Local::new(),
        Anywhere::new(),
        StartsPython::new(),
        FromTheEnvironment::new(),
        Tokens::new()
    ]
}
