#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", kill = "driver-20130101000000-0000")]
struct Job {
    month: u8,
}

fn main() {}
