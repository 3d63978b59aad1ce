#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", files = ["a.txt,b.txt", "c.txt"])]
struct Job {
    month: u8,
}

fn main() {}
