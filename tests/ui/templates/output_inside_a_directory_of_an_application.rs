#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(python = "def main(spark, task): print(task)")]
struct Load {
    month: u8,
    #[spark(output = "out/{month}")]
    all: Output<Directory>,
    #[spark(output = "out/{month}/report.md")]
    report: Output<File>,
}

fn main() {}
