#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Param)]
enum Mode {
    Fast,
}

fn main() {}
