#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Clone, Param)]
enum Mode {
    #[param(rename = fast)]
    Fast,
    Slow,
}

fn main() {}
