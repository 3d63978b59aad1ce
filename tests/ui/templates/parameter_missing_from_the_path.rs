#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Task)]
struct Delays {
    month: u8,
    origin: String,
    #[task(insignificant)]
    threads: u8,
    #[task(output = "out/delays/{origin}")]
    delays: Output<Directory>,
    #[task(output = "out/{month:02}/{origin}")]
    all: Output<Directory>,
    #[task(output = "out/{origin}-report.md")]
    report: Output<File>,
}

fn main() {}
