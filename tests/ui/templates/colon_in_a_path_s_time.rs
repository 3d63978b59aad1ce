#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(ExternalTask)]
struct Job {
    time: DateTime,
    #[task(output = "data/{time:%Y-%m-%dT%H:%M}.csv")]
    csv: Output<File>,
}

fn main() {}
