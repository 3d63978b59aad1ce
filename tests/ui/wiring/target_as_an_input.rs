#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Job {
    #[task(input = "data/x.csv")]
    data: Input<File>,
}

fn main() {}
