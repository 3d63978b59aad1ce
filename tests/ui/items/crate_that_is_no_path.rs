#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
#[task(crate = "spark_pipeline")]
struct All;

fn main() {}
