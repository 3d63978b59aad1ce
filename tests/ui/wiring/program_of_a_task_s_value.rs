#![allow(dead_code)]

use spark_pipeline::prelude::*;

fn main() -> std::process::ExitCode {
    spark_pipeline::main(Job::new(1))
}

#[derive(SparkTask)]
#[spark(app = "job.py")]
struct Job {
    month: u8,
}
