#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", archives = ["env.tar.gz#env"])]
struct Job {
    #[spark(arg)]
    month: u8,
}

fn main() {}
