#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", resources("my cluster" = 1))]
struct Job;

fn main() {}
