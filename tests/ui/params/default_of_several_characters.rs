#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Job {
    #[task(default = "ab")]
    letter: char,
}

fn main() {}
