#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(ExternalTask)]
#[task(retries = 3, timeout = "1h")]
struct Job {
    #[task(output = "data/in.csv")]
    csv: Output<File>,
}

fn main() {}
