#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", retries = 2, backoff = "48h")]
struct Job;

fn main() {}
