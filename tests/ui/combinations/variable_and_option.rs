#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", driver_memory = "1g", env("SPARK_DRIVER_MEMORY" = "2g"))]
struct Job {
    month: u8,
}

fn main() {}
