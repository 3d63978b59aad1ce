#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(ExternalTask)]
struct Data {
    #[task(output = "x")]
    csv: Output<String>,
}

fn main() {}
