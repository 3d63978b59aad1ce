#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(ExternalTask)]
struct Data {
    month: u8,
}

fn main() {}
