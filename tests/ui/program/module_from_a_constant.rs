#![allow(dead_code)]

use spark_pipeline::prelude::*;

const SOURCE: &str = "def main(spark, task): pass";

#[derive(SparkTask)]
#[spark(python = SOURCE)]
struct Job {
    month: u8,
}

fn main() {}
