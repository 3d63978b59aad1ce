#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", on_success = |_, _| async { Ok(()) })]
struct Job;

fn main() {}
