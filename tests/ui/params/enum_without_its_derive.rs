#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Clone)]
enum Mode {
    Fast,
    Slow,
}

#[derive(WrapperTask)]
struct Job {
    mode: Mode,
}

fn main() {}
