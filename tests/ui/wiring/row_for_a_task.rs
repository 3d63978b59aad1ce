#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Row)]
struct Flight {
    carrier: String,
}

#[derive(WrapperTask)]
struct All {
    flight: Flight,
    #[task(input = Flight { carrier: String::new() })]
    input: Input<Flight>,
}

fn main() {}
