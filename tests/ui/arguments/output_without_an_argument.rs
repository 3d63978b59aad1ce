#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(ExternalTask)]
struct Two {
    #[task(output = "first")]
    first: Output<File>,
    #[task(output = "second")]
    second: Output<File>,
}

#[derive(SparkTask)]
#[spark(app = "job.py")]
struct Job {
    #[spark(of = first, input = Two::new())]
    other: Input<Two>,
}

fn main() {}
