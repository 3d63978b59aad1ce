#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", driver_java_options = "-Dname='a b")]
struct Job {
    month: u8,
}

fn main() {}
