#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(python = "def main(spark, task):\n\tx = 1 +\n")]
struct Job;

fn main() {}
