#![allow(dead_code)]
#![deny(deprecated)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "script.py")]
struct Job {
    #[spark(arg = "--month")]
    month: String,
    #[spark(arg = "--out", output = "out/{month}")]
    out: Output<Directory>,
}

fn main() {}
