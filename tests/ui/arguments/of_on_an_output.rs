#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py")]
struct Job {
    #[spark(arg, of = out, output = "out")]
    out: Output<Directory>,
}

fn main() {}
