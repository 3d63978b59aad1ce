#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(python = "jobs/main.py")]
struct Job {
    #[spark(output = "out/job")]
    out: Output<Parquet>,
}

fn main() {}
