#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", conf("spark.yarn.dist.files" = "a.csv,b.csv"))]
struct Job {
    month: u8,
}

fn main() {}
