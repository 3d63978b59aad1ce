#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", retries = 3)]
#[task(retries = 4)]
struct Job;

fn main() {}
