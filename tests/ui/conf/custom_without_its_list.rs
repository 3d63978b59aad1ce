#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", conf(custom = "spark.myteam.owner"))]
struct Job {
    month: u8,
}

fn main() {}
