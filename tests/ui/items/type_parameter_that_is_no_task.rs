#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Job<T: Param> {
    value: T,
    #[task(input = T::default())]
    before: Input<T>,
}

fn main() {}
