#![allow(dead_code)]
#![deny(deprecated)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "script.py")]
struct Job {
    #[spark(arg = "--month")]
    month: Option<u8>,
    #[spark(arg = "--out", output = format!("out/{month:?}"))]
    out: Output<Directory>,
}

fn main() {}
