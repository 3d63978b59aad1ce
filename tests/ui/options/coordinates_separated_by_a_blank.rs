#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", packages = "io.delta:delta-spark_2.13:4.0.0 org.apache.spark:spark-avro_2.13:4.0.0")]
struct Job {
    month: u8,
}

fn main() {}
