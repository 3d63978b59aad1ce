#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Job {
    month: u8,
    #[task(default = month + 1)]
    next: u8,
}

fn main() {}
