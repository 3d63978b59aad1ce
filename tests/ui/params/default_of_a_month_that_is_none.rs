#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Job {
    #[task(default = "2013-13")]
    month: Month,
}

fn main() {}
