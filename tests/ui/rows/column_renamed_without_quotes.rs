#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Row)]
struct Delay {
    #[row(rename = airline)]
    carrier: String,
}

fn main() {}
