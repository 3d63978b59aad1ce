#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(ExternalTask)]
struct Job {
    month: u8,
    #[task(output = "data/{MONTH}.csv")]
    csv: Output<File>,
}

fn main() {}
