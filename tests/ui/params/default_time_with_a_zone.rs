#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Job {
    #[task(default = "2013-01-31T05:00:00Z")]
    time: DateTime,
}

fn main() {}
