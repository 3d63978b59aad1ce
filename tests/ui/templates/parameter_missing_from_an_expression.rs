#![allow(dead_code)]

use spark_pipeline::prelude::*;

const PLACE: &str = "out/report.md";

#[derive(Task)]
struct Delays {
    month: u8,
    origin: String,
    #[task(output = format!("out/{origin}"))]
    delays: Output<Directory>,
    #[task(output = PLACE)]
    report: Output<File>,
}

fn main() {}
