#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Task)]
#[task(timeout = seconds)]
struct Job {
    #[task(default = 60)]
    seconds: u64,
}

impl Run for Job {
    async fn run(&self, _cx: &Context) -> Result<()> {
        Ok(())
    }
}

fn main() {}
