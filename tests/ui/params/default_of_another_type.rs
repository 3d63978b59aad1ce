#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct All {
    #[task(default = "10")]
    month: u8,
    #[task(default = 1)]
    share: f64,
    #[task(default = 1)]
    origin: String,
    #[task(default = "true")]
    switch: bool,
}

fn main() {}
