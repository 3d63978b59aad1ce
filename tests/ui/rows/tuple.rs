#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Row)]
struct Delay(String, f64);

fn main() {}
