#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(ExternalTask)]
struct Job {
    n: u8,
    #[task(output = "data/{n}")]
    a: Output<File>,
    #[task(output = "{a}/b")]
    b: Output<File>,
}

fn main() {}
