#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(
    app = "job.py",
    master = "yarn",
    conf("spark.dynamicAllocation.enabled" = true, "spark.dynamicAllocation.maxExecutors" = 0)
)]
struct Job {
    month: u8,
}

fn main() {}
