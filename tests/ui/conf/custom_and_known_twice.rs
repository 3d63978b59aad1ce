#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", conf(custom("spark.myteam.owner" = "etl"), "spark.myteam.owner" = "etl"))]
struct Job {
    month: u8,
}

fn main() {}
