#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", conf("spark.sql.shuffle.partitions" = "many"))]
struct Job {
    month: u8,
}

fn main() {}
