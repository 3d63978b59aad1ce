#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct All {
    #[task(default = vec![1])]
    month: u8,
}

fn main() {}
