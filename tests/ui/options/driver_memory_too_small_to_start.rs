#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", driver_memory = "300m")]
struct Job {
    month: u8,
}

fn main() {}
