#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(ExternalTask)]
struct Data {
    #[task(output = "")]
    csv: Output<File>,
}

fn main() {}
