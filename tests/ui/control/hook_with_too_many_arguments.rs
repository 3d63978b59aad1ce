#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", on_success = notify)]
struct Job;

async fn notify(_: &Job, _: &Context, _: &Failure) -> Result<()> {
    Ok(())
}

fn main() {}
