#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark]
struct Job {
    month: u8,
}

fn main() {}
