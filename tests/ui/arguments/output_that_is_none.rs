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
    #[spark(arg, of = third, input = Two::new())]
    two: Input<Two>,
}

fn main() {}
