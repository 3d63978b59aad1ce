#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", num_executors = 99999999999)]
struct Job {
    month: u8,
}

fn main() {}
