#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(
    app = "job.jar",
    class = "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2",
    deploy_mode = "cluster"
)]
struct Job {
    month: u8,
}

fn main() {}
