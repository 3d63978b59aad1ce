#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Leaf {
    n: u8,
}

#[derive(WrapperTask)]
struct All {
    #[task(input = Leaf::new(1), default = Leaf::new(2))]
    leaf: Input<Leaf>,
}

fn main() {}
