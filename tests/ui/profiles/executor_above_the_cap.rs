#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", executor_memory = "8g")]
struct AboveTheCap {
    month: u8,
}

fn main() {}
