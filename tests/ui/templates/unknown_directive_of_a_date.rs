#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(ExternalTask)]
struct Job {
    day: Date,
    #[task(output = "data/{day:%Q}.csv")]
    csv: Output<File>,
}

fn main() {}
