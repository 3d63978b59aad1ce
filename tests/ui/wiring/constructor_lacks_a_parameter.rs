#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Leaf {
    n: u8,
}

#[derive(WrapperTask)]
struct All {
    #[task(input = Leaf::new())]
    leaf: Input<Leaf>,
}

fn main() {}
