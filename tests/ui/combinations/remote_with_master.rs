#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", remote = "sc://host:15002", master = "yarn")]
struct Job {
    month: u8,
}

fn main() {}
