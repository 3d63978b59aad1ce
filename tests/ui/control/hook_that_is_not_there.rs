#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", on_success = Self::notfy)]
struct Job;

impl Job {
    async fn notify(&self, _: &Context) -> Result<()> {
        Ok(())
    }
}

fn main() {}
