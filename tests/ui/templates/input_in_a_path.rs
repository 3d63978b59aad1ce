#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct Leaf;

#[derive(Task)]
struct Job {
    #[task(input = Leaf::new())]
    leaf: Input<Leaf>,
    #[task(output = "out/{leaf}")]
    out: Output<File>,
}

impl Run for Job {
    async fn run(&self, _cx: &Context) -> Result<()> {
        Ok(())
    }
}

fn main() {}
