#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", on_success = notify)]
struct Job;

#[derive(WrapperTask)]
struct Other;

async fn notify(_: &Other, _: &Context) -> Result<()> {
    Ok(())
}

fn main() {}
