#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", driver_memory = "300m")]
struct SaidOnce {
    month: u8,
}

fn main() {}
