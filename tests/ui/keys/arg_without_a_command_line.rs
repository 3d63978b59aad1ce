#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Job {
    #[task(arg = "--month")]
    month: u8,
}

fn main() {}
