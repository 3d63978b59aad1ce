#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", master = "local[*]", executor_memory = "2g")]
struct Job {
    month: u8,
}

fn main() {}
