#![allow(dead_code)]
#![deny(deprecated)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.jar", py_files = ["lib.py"])]
struct Job {
    month: u8,
}

fn main() {}
