#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Task)]
struct Load {
    day: Date,
    password: String,
    #[task(output = "out/{day}")]
    rows: Output<Directory>,
}

fn main() {}
