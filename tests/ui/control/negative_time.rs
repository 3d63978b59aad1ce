#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", backoff = "-5s")]
struct Job;

fn main() {}
