#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py")]
struct Job {
    #[spark(arg, output = "out/a", output = "out/b")]
    out: Output<Directory>,
}

fn main() {}
