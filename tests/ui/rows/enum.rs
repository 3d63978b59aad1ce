#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Row)]
enum Delay {
    None,
}

fn main() {}
