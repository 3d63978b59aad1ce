#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(python = "def main(spark, task): pass", python_file = "job.py")]
struct Job {
    month: u8,
}

fn main() {}
