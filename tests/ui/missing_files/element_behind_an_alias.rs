#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", files = ["data/airport.csv#airports.csv"])]
struct Job {
    #[spark(arg)]
    month: u8,
}

fn main() {}
