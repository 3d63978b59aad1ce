#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Leaf {
    n: u8,
}

#[derive(SparkTask)]
#[spark(app = "job.py")]
struct Job {
    #[spark(input = Leaf::new(1))]
    leaf: Input,
    #[spark(arg, output = "out")]
    out: Output,
}

#[derive(ExternalTask)]
struct Data {
    #[task(output = "data")]
    data: Output,
}

fn main() {}
