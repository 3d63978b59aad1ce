#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(python = "jobs/words.py")]
struct Job {
    month: u8,
}

fn main() {}
