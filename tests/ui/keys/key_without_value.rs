#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", driver_memory, executor_memory =, name = "x")]
struct Job {
    #[spark(arg, output)]
    out: Output<File>,
}

fn main() {}
