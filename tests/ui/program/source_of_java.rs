#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "src/Main.java")]
struct Job {
    month: u8,
}

fn main() {}
