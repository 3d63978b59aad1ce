#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Leaf;

#[derive(WrapperTask)]
struct All {
    #[task(input = Some(Leaf::new()))]
    leaf: Option<Input>,
    #[task(input = [Leaf::new()])]
    leaves: Inputs,
    bare: Input,
}

fn main() {}
