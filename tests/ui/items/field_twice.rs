#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Job {
    month: u8,
    month: u8,
}

#[derive(Row)]
struct Pair {
    first: i64,
    first: i64,
}

fn main() {}
