#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Nothing;

#[derive(SparkTask)]
#[spark(app = "job.py")]
struct Job {
    #[spark(arg, input = Nothing::new())]
    nothing: Input<Nothing>,
}

fn main() {}
