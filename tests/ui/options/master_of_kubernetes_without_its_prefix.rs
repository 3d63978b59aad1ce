#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", master = "https://kubernetes:6443")]
struct Job {
    month: u8,
}

fn main() {}
