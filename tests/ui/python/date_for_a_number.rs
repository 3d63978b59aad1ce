#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "script.py")]
struct Job {
    #[spark(arg = "--month")]
    month: Month,
    #[spark(arg = "--out", output = "out/{month}")]
    out: Output<Directory>,
}

fn main() {}
