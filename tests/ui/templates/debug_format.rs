#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(ExternalTask)]
struct Job {
    name: String,
    #[task(output = "data/{name:?}.csv")]
    csv: Output<File>,
}

fn main() {}
