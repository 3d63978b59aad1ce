#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", driver_memory = "2gb")]
struct Job {
    month: u8,
}

fn main() {}
