#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", deploy_mode = "cluster")]
struct ClusterModeOnLocal {
    month: u8,
}

fn main() {}
