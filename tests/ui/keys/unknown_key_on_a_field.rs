#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py")]
struct Job {
    #[spark(defualt = 3)]
    month: u8,
}

fn main() {}
