#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py")]
struct Job {
    #[spark(driver_memory = "1g")]
    month: u8,
}

fn main() {}
