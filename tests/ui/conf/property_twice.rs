#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", conf("spark.a" = 1, "spark.a" = 2), env("A" = 1, "A" = 2))]
struct Job {
    month: u8,
}

fn main() {}
