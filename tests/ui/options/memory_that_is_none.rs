#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", driver_memory = "lots", executor_memory = "1 g")]
struct Job {
    month: u8,
}

fn main() {}
