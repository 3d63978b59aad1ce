#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Clone, Param)]
enum Mode {}

fn main() {}
