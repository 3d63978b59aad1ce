#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", timeout = "30m1h")]
struct Job;

fn main() {}
