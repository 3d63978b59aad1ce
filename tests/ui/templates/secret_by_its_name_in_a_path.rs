#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(ExternalTask)]
struct Data {
    access_key: String,
    #[task(output = "data/{access_key}.csv")]
    csv: Output<File>,
}

fn main() {}
