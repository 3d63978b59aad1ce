#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(ExternalTask)]
struct Job {
    #[task(output = 3)]
    csv: Output<File>,
}

fn main() {}
