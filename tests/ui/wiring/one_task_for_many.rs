#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Leaf {
    n: u8,
}

#[derive(WrapperTask)]
struct All {
    n: u8,
    #[task(input = Leaf::new(n))]
    many: Inputs<Leaf>,
    #[task(input = [1, 2])]
    numbers: Inputs<Leaf>,
}

fn main() {}
