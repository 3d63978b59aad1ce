#![allow(dead_code)]
#![deny(deprecated)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "https://example.org/job.R", py_files = ["lib.py"])]
struct Job {
    month: u8,
}

fn main() {}
