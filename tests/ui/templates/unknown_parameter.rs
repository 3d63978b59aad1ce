#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(ExternalTask)]
struct Data {
    month: u8,
    origin: String,
    #[task(output = "data/{mont:02}/{orgin}.csv")]
    csv: Output<File>,
}

fn main() {}
