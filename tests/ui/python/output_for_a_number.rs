#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "script.py")]
struct Job {
    #[spark(arg = "--month", output = "month")]
    month: Output<Directory>,
    #[spark(arg = "--out", output = "out")]
    out: Output<Directory>,
}

fn main() {}
