#![allow(dead_code)]

use spark_pipeline::prelude::*;

struct Opaque;

#[derive(WrapperTask)]
struct All {
    opaque: Opaque,
}

fn main() {}
