#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", driver_cores = 16)]
struct CoresAboveTheCap {
    month: u8,
}

fn main() {}
