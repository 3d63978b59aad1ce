#![allow(dead_code)]
#![deny(deprecated)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", executor_cores = 4, total_executor_cores = 10)]
struct Job {
    month: u8,
}

fn main() {}
