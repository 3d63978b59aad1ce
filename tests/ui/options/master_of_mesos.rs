#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", master = "mesos://host:5050")]
struct Job {
    month: u8,
}

fn main() {}
