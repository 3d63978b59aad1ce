#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "airports.py", files = ["airports.csv"])]
struct Job {
    #[spark(arg)]
    month: u8,
}

fn main() {}
