use crate::prelude::*;

#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.jar",
    class = "org.example.Main",
    master = "yarn",
    deploy_mode = "client",
    queue = "root.etl.nightly",
    num_executors = 8,
    executor_memory = "6g",
    executor_cores = 4,
    driver_memory = "2g",
    jars = ["hdfs:///lib/a.jar", "local:///opt/lib/b.jar"],
    files = ["tests/right/files/app.conf"],
    archives = ["hdfs:///data/lookup.zip#lookup"],
    proxy_user = "analyst",
    conf(
        "spark.yarn.am.memory" = "1g",
        "spark.yarn.am.cores" = 2,
        "spark.yarn.executor.nodeLabelExpression" = "gpu",
        "spark.executor.memoryOverhead" = "1g",
        "spark.dynamicAllocation.enabled" = false
    ),
    env("HADOOP_CONF_DIR" = "/etc/hadoop/conf", "YARN_CONF_DIR" = "/etc/hadoop/conf")
)]
struct Job;

/// As many executors as there is work for.
#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.py",
    master = "yarn",
    conf(
        "spark.dynamicAllocation.enabled" = true,
        "spark.dynamicAllocation.minExecutors" = 0,
        "spark.dynamicAllocation.maxExecutors" = 40,
        "spark.shuffle.service.enabled" = true
    )
)]
struct Dynamic;

pub fn roots() -> Roots {
    roots![Job::new(), Dynamic::new()]
}
