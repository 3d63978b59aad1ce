#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(ExternalTask)]
struct Data {
    month: u8,
    origin: String,
    day: Date,
    #[task(output = "{month:x}/{origin:02}/{day:02}")]
    csv: Output<File>,
}

fn main() {}
