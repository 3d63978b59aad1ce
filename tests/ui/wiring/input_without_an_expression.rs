#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Leaf {
    n: u8,
}

#[derive(WrapperTask)]
struct All {
    leaf: Input<Leaf>,
    #[task(insignificant)]
    more: Inputs<Leaf>,
    maybe: Option<Input<Leaf>>,
}

fn main() {}
