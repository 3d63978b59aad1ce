#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", driver_memory = "2gb", executor_memory = "2Gi")]
struct Job {
    month: u8,
}

fn main() {}
