#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "script.py")]
struct Job {
    #[spark(arg = "--month")]
    month: u8,
    #[spark(arg)]
    extra: u8,
    #[spark(arg = "--out", output = "out/{month}/{extra}")]
    out: Output<Directory>,
}

fn main() {}
