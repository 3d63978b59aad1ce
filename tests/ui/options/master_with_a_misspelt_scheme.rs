#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", master = "sprak://host:7077")]
struct Job {
    month: u8,
}

fn main() {}
