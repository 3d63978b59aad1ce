#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", conf("spark.network.timeout" = "5 minutes"))]
struct Job {
    month: u8,
}

fn main() {}
