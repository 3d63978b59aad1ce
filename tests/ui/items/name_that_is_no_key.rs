#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
#[task(name = "my task")]
struct All;

fn main() {}
