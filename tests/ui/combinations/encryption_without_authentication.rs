#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(
    app = "job.py",
    conf("spark.network.crypto.enabled" = true, "spark.authenticate" = false)
)]
struct Job {
    month: u8,
}

fn main() {}
