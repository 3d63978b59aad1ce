#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Task)]
struct Load<const N: usize> {
    #[task(output = "out/rows.csv")]
    rows: Output<File>,
}

fn main() {}
