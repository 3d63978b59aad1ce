#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", conf("Spark.sql.shuffle.partition" = 8))]
struct Job {
    month: u8,
}

fn main() {}
