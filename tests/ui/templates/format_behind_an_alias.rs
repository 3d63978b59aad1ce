#![allow(dead_code)]

use spark_pipeline::prelude::*;

type Airport = String;

#[derive(ExternalTask)]
struct Data {
    origin: Airport,
    #[task(output = "data/{origin:02}.csv")]
    csv: Output<File>,
}

fn main() {}
