#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", executer_memory = "1g", num_executor = 4)]
struct Job {
    month: u8,
}

fn main() {}
