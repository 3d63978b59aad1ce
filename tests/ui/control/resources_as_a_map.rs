#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", resources = "cluster=2")]
struct Job;

fn main() {}
