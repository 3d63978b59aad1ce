#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", driver_memory = "1_024m")]
struct Job {
    month: u8,
}

fn main() {}
