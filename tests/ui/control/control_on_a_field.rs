#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Task)]
#[task(retries = 3)]
struct Job {
    #[task(timeout = "1h")]
    month: u8,
}

impl Run for Job {
    async fn run(&self, _cx: &Context) -> Result<()> {
        Ok(())
    }
}

fn main() {}
