#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", on_success = NAME)]
struct Job;

const NAME: &str = "notify";

fn main() {}
