#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Leaf {
    n: u8,
}

#[derive(WrapperTask)]
struct All {
    #[task(input = 3)]
    text: Input<String>,
    #[task(input = -1)]
    leaf: Input<Leaf>,
}

fn main() {}
