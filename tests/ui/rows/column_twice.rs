#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Row)]
struct Delay {
    carrier: String,
    #[row(rename = "Carrier")]
    name: String,
    #[row(nam = "x")]
    other: &'static str,
}

fn main() {}
