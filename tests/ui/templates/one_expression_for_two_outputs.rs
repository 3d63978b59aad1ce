#![allow(dead_code)]

use spark_pipeline::prelude::*;

fn place(month: u8) -> String {
    format!("out/{month}")
}

#[derive(Task)]
struct Load {
    month: u8,
    #[task(output = place(month))]
    first: Output<File>,
    #[task(output = place(month))]
    second: Output<Directory>,
}

fn main() {}
