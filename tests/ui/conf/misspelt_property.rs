#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", conf("spark.executor.memmory" = "2g", "spark.sql.shuffle.partitons" = 8))]
struct Job {
    month: u8,
}

fn main() {}
