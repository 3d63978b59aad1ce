#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", timeout = "10000d")]
struct Job;

fn main() {}
