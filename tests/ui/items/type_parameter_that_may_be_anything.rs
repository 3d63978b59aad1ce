#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Job<T> {
    value: T,
}

#[derive(ExternalTask)]
struct Data<T> {
    #[task(output = "data")]
    data: Output<T>,
}

#[derive(Row)]
struct Pair<T> {
    first: T,
}

fn main() {}
