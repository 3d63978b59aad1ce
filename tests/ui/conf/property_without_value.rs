#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", conf("spark.a", "spark.b" =, spark_c = 1), env = "x")]
struct Job {
    month: u8,
}

fn main() {}
