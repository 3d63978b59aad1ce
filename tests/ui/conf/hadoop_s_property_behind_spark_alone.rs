#![allow(dead_code)]
#![deny(deprecated)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", conf("spark.fs.s3a.endpoint" = "http://minio:9000"))]
struct Job {
    month: u8,
}

fn main() {}
