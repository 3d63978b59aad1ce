#![allow(dead_code)]

use spark_pipeline::prelude::*;

struct Plain;

#[derive(ExternalTask)]
struct Data {
    #[task(output = "x")]
    out: Output<Parquet<Plain>>,
}

fn main() {}
