#![allow(dead_code)]

use spark_pipeline::prelude::*;

struct Unprintable;

#[derive(SparkTask)]
#[spark(app = "job.py", conf("spark.a" = Unprintable))]
struct Job {
    month: u8,
}

fn main() {}
