#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", master = "yarn", executor_cores = 1, conf("spark.task.cpus" = 2))]
struct Job {
    month: u8,
}

fn main() {}
