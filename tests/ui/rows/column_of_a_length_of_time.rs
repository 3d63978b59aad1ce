#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Row)]
struct Delay {
    delay: Duration,
}

fn main() {}
