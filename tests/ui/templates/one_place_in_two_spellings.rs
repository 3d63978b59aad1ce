#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Task)]
struct Load {
    a: u8,
    #[task(output = "out/{a}")]
    first: Output<File>,
    #[task(output = "./out//x/../{a:}/")]
    second: Output<Directory>,
    #[task(output = "out/{a:02}")]
    other: Output<Directory>,
}

fn main() {}
