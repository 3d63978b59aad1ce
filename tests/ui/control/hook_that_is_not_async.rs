#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", on_success = notify)]
struct Job;

fn notify(_: &Job, _: &Context) -> Result<()> {
    Ok(())
}

fn main() {}
