#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
#[task(name = 3)]
struct Job {
    month: u8,
}

fn main() {}
