#![allow(dead_code)]

use spark_pipeline::prelude::*;

struct Plain;

#[derive(WrapperTask)]
struct All {
    #[task(input = [Plain])]
    plain: Inputs<Plain>,
    #[task(input = Some(Plain))]
    maybe: Option<Input<Plain>>,
}

fn main() {}
