#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(ExternalTask)]
struct Job {
    root: Option<String>,
    #[task(output = root)]
    csv: Output<File>,
}

fn main() {}
