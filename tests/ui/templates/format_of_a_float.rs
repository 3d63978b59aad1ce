#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(ExternalTask)]
struct Job {
    share: f64,
    #[task(output = "data/{share:.2}.csv")]
    csv: Output<File>,
}

fn main() {}
