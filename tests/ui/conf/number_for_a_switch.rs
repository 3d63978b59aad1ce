#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", conf("spark.sql.adaptive.enabled" = 1))]
struct Job {
    month: u8,
}

fn main() {}
