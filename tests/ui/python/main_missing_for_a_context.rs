#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(python = "x = 1", entry = "context")]
struct Job;

fn main() {}
