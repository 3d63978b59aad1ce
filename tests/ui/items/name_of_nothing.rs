#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
#[task(name = "")]
struct Job {
    month: u8,
}

fn main() {}
