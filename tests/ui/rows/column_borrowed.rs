#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Row)]
struct Delay {
    carrier: &'static str,
}

fn main() {}
