#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", conf("spark.executor.memoryOverhead" = "1.5g"))]
struct Job {
    month: u8,
}

fn main() {}
