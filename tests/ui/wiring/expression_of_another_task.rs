#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Leaf {
    n: u8,
}

#[derive(WrapperTask)]
struct Other;

#[derive(WrapperTask)]
struct All {
    #[task(input = Other::new())]
    leaf: Input<Leaf>,
    #[task(input = Leaf::new(1))]
    maybe: Option<Input<Leaf>>,
    #[task(input = Leaf::new(1))]
    many: Inputs<Leaf>,
}

fn main() {}
