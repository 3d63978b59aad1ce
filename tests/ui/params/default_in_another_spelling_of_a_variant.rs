#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Clone, Param)]
enum Mode {
    Fast,
    VerySlow,
}

#[derive(WrapperTask)]
struct Job {
    #[task(default = "VerySlow")]
    mode: Mode,
}

fn main() {}
