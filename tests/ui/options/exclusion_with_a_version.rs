#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", packages = "org.example:a:1.0", exclude_packages = ["org.slf4j:slf4j-api:1.7.36"])]
struct Job {
    month: u8,
}

fn main() {}
