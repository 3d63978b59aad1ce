#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(ExternalTask)]
struct Leaf {
    n: u8,
    #[task(output = "data/{n}")]
    data: Output<File>,
}

#[derive(WrapperTask)]
struct Job {
    month: u8,
    #[task(input = Leaf::new(moth))]
    leaf: Input<Leaf>,
}

fn main() {}
