#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(driver_memory = "1g")]
struct Job {
    month: u8,
}

fn main() {}
