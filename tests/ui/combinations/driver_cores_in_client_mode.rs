#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", deploy_mode = "client", driver_cores = 2)]
struct Job {
    month: u8,
}

fn main() {}
