#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", packages = ["org.example:lib:1.0:sources"])]
struct Job {
    month: u8,
}

fn main() {}
