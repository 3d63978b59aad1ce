#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", master = "k8s://https://host:443", queue = "etl")]
struct Job {
    month: u8,
}

fn main() {}
