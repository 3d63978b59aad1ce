#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(ExternalTask)]
struct Data {
    #[task(secret)]
    password: String,
    #[task(output = "data/{password}.csv")]
    csv: Output<File>,
    #[task(output = format!("{password}"))]
    other: Output<File>,
}

fn main() {}
