#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", deploy_mode = "client", conf("spark.driver.memoryOverhead" = "1g"))]
struct Job {
    month: u8,
}

fn main() {}
