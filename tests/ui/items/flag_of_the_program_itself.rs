#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct All {
    profile: String,
    dry_run: bool,
}

fn main() {}
