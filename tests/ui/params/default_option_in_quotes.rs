#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Job {
    #[task(default = "3")]
    month: Option<u8>,
}

fn main() {}
