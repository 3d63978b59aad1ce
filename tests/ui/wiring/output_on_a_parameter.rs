#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(ExternalTask)]
struct Job {
    #[task(output = "out")]
    out: String,
}

fn main() {}
