#![allow(dead_code)]

use spark_pipeline::prelude::*;
use std::rc::Rc;

#[derive(SparkTask)]
#[spark(app = "job.py", on_success = notify)]
struct Job;

async fn notify(_: &Job, _: &Context) -> Result<()> {
    let shared = Rc::new(1);
    std::future::ready(()).await;
    drop(shared);
    Ok(())
}

fn main() {}
