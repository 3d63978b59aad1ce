#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Clone, Param)]
enum Mode {
    Fast,
    #[param(rename = "fast")]
    Slow,
    #[param(rename = "--x", renam = "y")]
    Other,
}

fn main() {}
