#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", jars = "hdfs:///lib/a.jar,")]
struct Job {
    month: u8,
}

fn main() {}
