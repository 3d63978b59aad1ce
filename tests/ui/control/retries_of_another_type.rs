#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", retries = tries)]
struct Job {
    #[spark(arg = "--tries")]
    tries: u64,
}

fn main() {}
