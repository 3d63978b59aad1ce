#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct All {
    bare: Input,
    output: Output,
}

fn main() {}
