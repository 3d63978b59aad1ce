#![allow(dead_code)]

use spark_pipeline::prelude::*;

struct Opaque;

#[derive(Row)]
struct Delay {
    carrier: Opaque,
}

fn main() {}
