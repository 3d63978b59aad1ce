#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", remote = "host:15002")]
struct Job {
    month: u8,
}

fn main() {}
