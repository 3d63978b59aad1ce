#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Job {
    months: std::collections::HashSet<u8>,
}

fn main() {}
