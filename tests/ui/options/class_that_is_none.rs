#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.jar", class = "org.example.Main.class")]
struct Job {
    month: u8,
}

fn main() {}
