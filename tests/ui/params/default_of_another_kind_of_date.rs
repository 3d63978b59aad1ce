#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Job {
    #[task(default = "2013-01")]
    day: Date,
}

fn main() {}
