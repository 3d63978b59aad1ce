#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Task)]
struct Report {
    #[task(output = "out/report.md")]
    report: Output<File>,
}

impl Run for Report {
    async fn run(&self) -> Result<()> {
        Ok(())
    }
}

fn main() {}
