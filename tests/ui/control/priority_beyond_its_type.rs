#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", priority = 10000000000)]
struct Job;

fn main() {}
