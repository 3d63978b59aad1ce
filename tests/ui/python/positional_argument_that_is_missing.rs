#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "positional.py")]
struct Job {
    #[spark(arg, output = "out")]
    out: Output<Directory>,
}

fn main() {}
