#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.jar", deploy_mode = "client", supervise = true)]
struct Job {
    month: u8,
}

fn main() {}
