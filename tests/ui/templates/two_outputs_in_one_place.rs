#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(ExternalTask)]
struct Data {
    month: u8,
    #[task(output = "data/{month}")]
    csv: Output<File>,
    #[task(output = "data/{month}")]
    json: Output<File>,
}

fn main() {}
