#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(
    app = "job.py",
    conf("spark.network.timeout" = "30s", "spark.executor.heartbeatInterval" = "60s")
)]
struct Job {
    month: u8,
}

fn main() {}
