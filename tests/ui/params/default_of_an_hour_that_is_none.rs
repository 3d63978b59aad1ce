#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Job {
    #[task(default = "2013-01-31T24")]
    hour: Hour,
}

fn main() {}
