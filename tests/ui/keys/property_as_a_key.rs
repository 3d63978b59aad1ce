#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", spark.driver.memory = "1g", "spark.x" = 1)]
struct Job {
    month: u8,
}

fn main() {}
