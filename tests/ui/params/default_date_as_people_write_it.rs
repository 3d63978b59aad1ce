#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Job {
    #[task(default = "31.01.2013")]
    day: Date,
}

fn main() {}
