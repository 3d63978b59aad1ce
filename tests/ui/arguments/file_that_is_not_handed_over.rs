#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py")]
struct Job {
    #[spark(output = "out/report.csv")]
    report: Output<File>,
    #[spark(output = "out/parts")]
    all_parts: Output<Directory>,
    #[spark(output = "out/rows")]
    rows: Output<Text>,
}

fn main() {}
