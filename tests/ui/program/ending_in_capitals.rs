#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "jobs/job.PY")]
struct Job {
    month: u8,
}

fn main() {}
