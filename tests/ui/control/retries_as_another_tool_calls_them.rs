#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Task)]
#[task(max_retries = 3)]
struct Job;

impl Run for Job {
    async fn run(&self, _cx: &Context) -> Result<()> {
        Ok(())
    }
}

fn main() {}
