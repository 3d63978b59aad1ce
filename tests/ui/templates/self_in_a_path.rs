#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(ExternalTask)]
struct Data {
    month: u8,
    #[task(output = "data/{self.month}")]
    csv: Output<File>,
}

fn main() {}
