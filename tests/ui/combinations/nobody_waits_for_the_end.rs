#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(
    app = "job.py",
    master = "yarn",
    deploy_mode = "cluster",
    conf("spark.yarn.submit.waitAppCompletion" = false)
)]
struct Job {
    month: u8,
}

fn main() {}
