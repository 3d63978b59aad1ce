#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct All {
    #[task(output = "x")]
    out: Output<File>,
}

fn main() {}
