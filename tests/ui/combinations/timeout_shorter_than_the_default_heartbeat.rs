#![allow(dead_code)]
#![deny(deprecated)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", conf("spark.network.timeout" = "10s"))]
struct Job {
    month: u8,
}

fn main() {}
