#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "https://example.org/job.R", class = "org.example.Main")]
struct Job {
    month: u8,
}

fn main() {}
