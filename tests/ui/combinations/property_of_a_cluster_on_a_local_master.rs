#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", master = "local[2]", conf("spark.kubernetes.namespace" = "etl"))]
struct Job {
    month: u8,
}

fn main() {}
