#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", jars = "a.jar, lib/b.jar")]
struct Job {
    month: u8,
}

fn main() {}
