#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Job {
    name: &'static str,
}

fn main() {}
