#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(ExternalTask)]
struct Job {
    #[task(output = ["data/a.csv", "data/b.csv"])]
    csv: Output<File>,
}

fn main() {}
