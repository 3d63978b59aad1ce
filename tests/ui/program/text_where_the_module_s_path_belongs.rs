#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(python_file = "def main(spark, task):\n    pass\n")]
struct Job {
    month: u8,
}

fn main() {}
