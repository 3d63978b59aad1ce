#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Leaf {
    n: u8,
}

#[derive(ExternalTask)]
struct Data {
    #[task(input = Leaf::new(1))]
    leaf: Input<Leaf>,
    #[task(output = "x")]
    out: Output<File>,
}

fn main() {}
