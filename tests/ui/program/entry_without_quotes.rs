#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(python_file = "job.py", entry = context)]
struct Job {
    month: u8,
}

fn main() {}
