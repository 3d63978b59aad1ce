#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Row)]
struct Delay {
    by_carrier: std::collections::BTreeMap<Option<String>, i64>,
}

fn main() {}
