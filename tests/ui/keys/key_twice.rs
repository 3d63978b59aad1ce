#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", driver_memory = "1g", driver_memory = "2g")]
struct Job {
    #[spark(arg, arg = "--month")]
    month: u8,
}

fn main() {}
