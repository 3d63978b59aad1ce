#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "org.example.Main")]
struct Job {
    month: u8,
}

fn main() {}
