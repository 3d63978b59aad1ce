#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", conf("spark.yarn.tags" = origin), env("ORIGIN" = origin))]
struct Job {
    origin: Option<String>,
}

fn main() {}
