#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
#[task(crate = nowhere)]
struct Job {
    month: u8,
}

fn main() {}
