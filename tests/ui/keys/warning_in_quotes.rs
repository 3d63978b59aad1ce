#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", allow("unused_field"))]
struct Job {
    month: u8,
}

fn main() {}
