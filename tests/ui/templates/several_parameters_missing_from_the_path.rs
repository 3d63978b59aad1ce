#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Task)]
struct Delays {
    month: u8,
    origin: Option<String>,
    #[task(output = "out/delays.csv.gz")]
    delays: Output<File>,
}

#[derive(Task)]
struct Many {
    a: u8,
    b: u8,
    c: bool,
    d: Vec<String>,
    #[task(output = "out/many")]
    many: Output<Directory>,
}

fn main() {}
