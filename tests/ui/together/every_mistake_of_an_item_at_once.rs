#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(
    app = "job.py",
    driver_memory = "1.5g",
    executor_coers = 4,
    conf("spark.executor.memory" = "2g"),
)]
struct Job {
    #[spark(arg = "month")]
    month: u8,
    #[spark(arg = "--out", output = "out/{mnth:02}")]
    out: Output<Directory>,
    leaf: Input<Leaf>,
}

#[derive(WrapperTask)]
struct Leaf;

fn main() {}
