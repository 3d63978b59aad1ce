#![allow(dead_code)]
#![deny(deprecated)]

use spark_pipeline::prelude::*;

#[derive(ExternalTask)]
struct Flights {
    year: u16,
    month: u8,
    #[task(output = "data/flights-{year}.csv")]
    rows: Output<File>,
}

#[derive(ExternalTask)]
#[task(allow(parameter_without_effect))]
struct Book {
    month: u8,
    #[task(output = "data/book.txt")]
    text: Output<File>,
}

fn main() {}
