#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Task)]
struct Report {
    #[task(output = "out/report.md")]
    report: Output<File>,
}

impl Run for Report {
    async fn run(&self, _cx: &Context) -> Result<u64> {
        Ok(1)
    }
}

fn main() {}
