#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.jar", class = "com.acme.Delays", jars = ["lib/a.jar"])]
struct Job {
    #[spark(arg)]
    month: u8,
}

fn main() {}
