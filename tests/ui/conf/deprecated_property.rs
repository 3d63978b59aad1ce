#![allow(dead_code)]
#![deny(deprecated)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", conf("spark.yarn.executor.memoryOverhead" = "1g"))]
struct Job {
    month: u8,
}

fn main() {}
