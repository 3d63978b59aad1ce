#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", deploy_mode = "cluster", conf("spark.driver.host" = "10.0.0.1"))]
struct Job {
    month: u8,
}

fn main() {}
