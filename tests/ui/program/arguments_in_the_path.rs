#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py --month 3")]
struct Job {
    month: u8,
}

fn main() {}
