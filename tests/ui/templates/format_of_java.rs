#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(ExternalTask)]
struct Job {
    day: Date,
    #[task(output = "data/{day:yyyy-MM-dd}.csv")]
    csv: Output<File>,
}

fn main() {}
