#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
union Job {
    a: u8,
    b: u8,
}

fn main() {}
