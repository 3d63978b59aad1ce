#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", conf("spark.memory.fraction" = 1.5))]
struct Job {
    month: u8,
}

fn main() {}
