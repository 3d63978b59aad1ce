#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", conf("fs.s3a.endpoint" = "http://minio:9000"))]
struct Job {
    month: u8,
}

fn main() {}
