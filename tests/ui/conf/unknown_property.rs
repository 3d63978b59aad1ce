#![allow(dead_code)]
#![deny(deprecated)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", conf("spark.sql.nothingLikeThis.atAll" = 1))]
struct Job {
    month: u8,
}

fn main() {}
