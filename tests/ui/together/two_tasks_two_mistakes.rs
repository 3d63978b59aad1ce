#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(appp = "job.py")]
struct First {
    month: u8,
}

#[derive(SparkTask)]
#[spark(app = "job.py", executor_memory = 2)]
struct Second {
    #[spark(input = First::new(1))]
    first: Input<First>,
}

fn main() {}
