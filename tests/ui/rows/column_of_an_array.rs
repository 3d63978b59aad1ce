#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Row)]
struct Delay {
    hours: [i64; 24],
}

fn main() {}
