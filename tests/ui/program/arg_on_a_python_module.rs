#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(python_file = "uses_month.py")]
struct Job {
    #[spark(arg = "--month")]
    month: u8,
}

fn main() {}
