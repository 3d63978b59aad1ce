#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", packages = ["org.example:a:jar:1.0"])]
struct Job {
    month: u8,
}

fn main() {}
