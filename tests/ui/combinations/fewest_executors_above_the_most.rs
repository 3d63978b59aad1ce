#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(
    app = "job.py",
    master = "yarn",
    conf("spark.dynamicAllocation.enabled" = true, "spark.dynamicAllocation.minExecutors" = 8, "spark.dynamicAllocation.maxExecutors" = 4)
)]
struct Job {
    month: u8,
}

fn main() {}
