#![allow(dead_code)]

use spark_pipeline::prelude::*;

struct Plain {
    n: u8,
}

#[derive(WrapperTask)]
struct All {
    #[task(input = Plain { n: 1 })]
    plain: Input<Plain>,
}

fn main() {}
