#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[task(app = "job.py")]
struct Job {
    #[task(arg = "--month")]
    month: u8,
}

fn main() {}
