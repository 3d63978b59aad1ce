#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(python_file = "module.py")]
struct Job {
    month: u8,
    #[spark(output = "out/{month}")]
    out: Output<Directory>,
}

fn main() {}
