#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", on_failure = notify)]
struct Job;

async fn notify(_: &Job, _: &Context, _: &Failure) -> std::result::Result<(), String> {
    Ok(())
}

fn main() {}
