#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", master = "yarn", total_executor_cores = 8)]
struct Job {
    month: u8,
}

fn main() {}
