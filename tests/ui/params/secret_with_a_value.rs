#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct All {
    #[task(secret = true)]
    password: String,
}

fn main() {}
