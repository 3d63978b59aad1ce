#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", executor_memory = "4096")]
struct Job {
    month: u8,
}

fn main() {}
