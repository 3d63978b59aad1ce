#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", conf("spark.executor.memory" = "2g"))]
struct Job {
    month: u8,
}

fn main() {}
