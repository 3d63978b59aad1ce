#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", master = "spark://host:7077", driver_cores = 2)]
struct Job {
    month: u8,
}

fn main() {}
