#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py")]
struct Job {
    #[spark(arg = "--n")]
    month: u8,
    #[spark(arg = "--n")]
    day: u8,
}

fn main() {}
