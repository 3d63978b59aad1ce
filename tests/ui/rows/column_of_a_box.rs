#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Row)]
struct Delay {
    carrier: Box<str>,
}

fn main() {}
