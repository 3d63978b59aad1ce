#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", num_executors = u64::from(month))]
struct Job {
    month: u8,
}

fn main() {}
