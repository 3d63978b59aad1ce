#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask, WrapperTask)]
#[spark(app = "job.py")]
struct Both {
    month: u8,
}

fn main() {}
