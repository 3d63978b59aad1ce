#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Leaf {
    n: u8,
}

#[derive(WrapperTask)]
struct All {
    #[task(input = vec![Leaf::new(1)])]
    leaves: Vec<Input<Leaf>>,
    #[task(input = [Leaf::new(1)])]
    maybe: Option<Inputs<Leaf>>,
}

fn main() {}
