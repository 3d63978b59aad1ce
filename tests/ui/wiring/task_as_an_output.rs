#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(ExternalTask)]
struct Leaf {
    n: u8,
    #[task(output = "data/{n}")]
    data: Output<File>,
}

#[derive(ExternalTask)]
struct Job {
    #[task(output = "out")]
    out: Output<Leaf>,
}

fn main() {}
