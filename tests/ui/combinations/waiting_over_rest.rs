#![allow(dead_code)]
#![deny(deprecated)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(
    app = "job.jar",
    conf("spark.standalone.submit.waitAppCompletion" = true, "spark.master.rest.enabled" = true)
)]
struct Job {
    month: u8,
}

fn main() {}
