#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", packages = ["org.apache.spark.spark-avro"])]
struct Job {
    month: u8,
}

fn main() {}
