#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(ExternalTask)]
struct Job {
    #[task(output = "out")]
    out: Output<std::path::PathBuf>,
}

fn main() {}
