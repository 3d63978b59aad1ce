#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Clone, Param)]
struct Mode;

fn main() {}
