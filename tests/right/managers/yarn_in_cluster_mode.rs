use crate::prelude::*;

#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.py",
    master = "yarn",
    deploy_mode = "cluster",
    queue = "etl",
    name = "nightly delays",
    num_executors = 4,
    executor_cores = 2,
    executor_memory = "4g",
    driver_cores = 1,
    driver_memory = "2g",
    py_files = ["tests/right/files/lib.zip"],
    files = ["hdfs:///conf/app.conf#app.conf", "tests/right/files/job.py"],
    archives = "hdfs:///envs/python.tar.gz#environment",
    principal = "etl/host@EXAMPLE.ORG",
    keytab = "/etc/security/etl.keytab",
    conf("spark.yarn.maxAppAttempts" = 1, "spark.yarn.am.waitTime" = "100s")
)]
struct Job {
    #[spark(arg = "--month")]
    month: u8,
    #[spark(arg, output = "hdfs:///out/{month:02}")]
    out: Output<Directory>,
}

pub fn roots() -> Roots {
    roots![Job::new(1), Job::new(2)]
}
