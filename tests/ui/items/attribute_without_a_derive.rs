#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[spark(app = "job.py")]
struct Job {
    month: u8,
}

fn main() {}
