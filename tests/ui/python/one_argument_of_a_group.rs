#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "group.py")]
struct Job {
    #[spark(arg = "--out", output = "out")]
    out: Output<Directory>,
}

fn main() {}
