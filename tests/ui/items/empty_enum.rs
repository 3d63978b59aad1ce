#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
enum Job {}

fn main() {}
