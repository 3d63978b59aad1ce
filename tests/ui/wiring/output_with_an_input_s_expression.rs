#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(ExternalTask)]
struct Leaf {
    n: u8,
    #[task(output = "data/{n}")]
    data: Output<File>,
}

#[derive(SparkTask)]
#[spark(app = "job.py")]
struct Job {
    #[spark(arg, output = "out", input = Leaf::new(1))]
    out: Output<Directory>,
}

fn main() {}
