#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(
    app = "job.py",
    master = "local[2]",
    num_executors = 4,
    executor_cores = 2,
    queue = "etl"
)]
struct Job {
    month: u8,
}

fn main() {}
