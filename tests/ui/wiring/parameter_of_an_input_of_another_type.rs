#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Leaf {
    n: u8,
    name: String,
    maybe: Option<u8>,
}

#[derive(WrapperTask)]
struct All {
    month: u16,
    #[task(input = Leaf::new(month, "x"))]
    wider: Input<Leaf>,
    #[task(input = Leaf::new(1, 2))]
    number: Input<Leaf>,
    #[task(input = Leaf::new(1, "x").mabye(3))]
    setter: Input<Leaf>,
}

fn main() {}
