#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Row)]
struct Node {
    children: Vec<Node>,
}

#[derive(ExternalTask)]
struct Tree {
    #[task(output = "data/tree")]
    tree: Output<Parquet<Node>>,
}

fn main() {}
