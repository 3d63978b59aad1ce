#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Job {
    at: std::time::SystemTime,
}

fn main() {}
