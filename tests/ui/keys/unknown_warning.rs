#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", allow(unused_fields))]
struct Job {
    month: u8,
}

fn main() {}
