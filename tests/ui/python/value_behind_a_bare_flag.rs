#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "script.py")]
struct Job {
    #[spark(arg = "--month")]
    month: u8,
    #[spark(arg = "--append")]
    append: String,
    #[spark(arg = "--out", output = "out/{month}/{append}")]
    out: Output<Directory>,
}

fn main() {}
