#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", driver_memory = ranks, executor_cores = format!("{ranks}"))]
struct Job {
    ranks: u32,
}

fn main() {}
