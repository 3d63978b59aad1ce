#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(
    python = "def main(spark, task): print(task.month)",
    master = "spark://host:7077",
    deploy_mode = "cluster"
)]
struct Job {
    month: u8,
}

fn main() {}
