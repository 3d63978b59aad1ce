#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.jar", master = "yarn", deploy_mode = "cluster", supervise)]
struct Job {
    month: u8,
}

fn main() {}
