#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "notebooks/words.ipynb")]
struct Job {
    month: u8,
}

fn main() {}
