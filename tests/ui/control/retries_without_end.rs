#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", retries = 4294967295)]
struct Job;

fn main() {}
