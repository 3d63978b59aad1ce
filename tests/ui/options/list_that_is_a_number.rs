#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", files = 3, jars = ["a.jar", 4])]
struct Job {
    month: u8,
}

fn main() {}
