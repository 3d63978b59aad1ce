#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Job<'a> {
    name: &'a str,
}

fn main() {}
