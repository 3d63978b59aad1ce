#![allow(dead_code)]

use spark_pipeline::prelude::*;

struct Place {
    x: f64,
}

#[derive(Row)]
struct Delay {
    place: Place,
}

fn main() {}
