#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Clone, Param)]
enum Mode {
    Fast,
    Slow,
}

#[derive(WrapperTask)]
struct Job {
    #[task(default = Mode::Fsat)]
    mode: Mode,
}

fn main() {}
