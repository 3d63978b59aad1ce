#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", conf("fs.s3a.path" = 1, "spark.a b" = 1))]
struct Job {
    month: u8,
}

fn main() {}
