#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Job {
    #[task(default = [1, 2])]
    months: Vec<u8>,
}

fn main() {}
