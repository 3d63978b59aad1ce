#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", conf("spark.sql.shuffle.partitions" = 0))]
struct Job {
    month: u8,
}

fn main() {}
