#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", resources(cluster = 1, gpu = 1, cluster = 2))]
struct Job;

fn main() {}
