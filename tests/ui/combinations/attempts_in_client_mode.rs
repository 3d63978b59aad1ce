#![allow(dead_code)]
#![deny(deprecated)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", deploy_mode = "client", conf("spark.yarn.maxAppAttempts" = 2))]
struct Job {
    month: u8,
}

fn main() {}
