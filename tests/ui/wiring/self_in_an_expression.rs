#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Leaf {
    n: u8,
}

#[derive(WrapperTask)]
struct All {
    n: u8,
    #[task(input = Leaf::new(self.n))]
    leaf: Input<Leaf>,
}

fn main() {}
