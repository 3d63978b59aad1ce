#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Row)]
struct Delay<T> {
    value: T,
}

fn main() {}
