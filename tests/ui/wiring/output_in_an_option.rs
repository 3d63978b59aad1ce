#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(ExternalTask)]
struct Job {
    #[task(output = "out")]
    out: Option<Output<File>>,
}

fn main() {}
