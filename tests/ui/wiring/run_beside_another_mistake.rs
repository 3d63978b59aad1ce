#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Task)]
struct Report {
    month: u8,
    #[task(output = "out/{mnth}")]
    report: Output<File>,
}

impl Run for Report {
    async fn run(&self, _: &Context) -> Result<()> {
        Ok(())
    }
}

fn main() {}
