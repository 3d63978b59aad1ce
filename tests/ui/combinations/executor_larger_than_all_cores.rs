#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", master = "spark://h:7077", executor_cores = 8, total_executor_cores = 4)]
struct Job {
    month: u8,
}

fn main() {}
