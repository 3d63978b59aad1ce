#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(python_file = "broken.py")]
struct Job;

fn main() {}
