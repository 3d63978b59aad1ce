#![allow(dead_code)]
#![deny(deprecated)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", conf("spark.history.ui.port" = 18081))]
struct Job {
    month: u8,
}

fn main() {}
