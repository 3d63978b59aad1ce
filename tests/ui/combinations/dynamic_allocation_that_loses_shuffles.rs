#![allow(dead_code)]
#![deny(deprecated)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(
    app = "job.py",
    conf("spark.dynamicAllocation.enabled" = true, "spark.dynamicAllocation.shuffleTracking.enabled" = false, "spark.shuffle.service.enabled" = false)
)]
struct Job {
    month: u8,
}

fn main() {}
