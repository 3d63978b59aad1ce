#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "s3://jobs/job.py")]
struct Job {
    #[spark(arg = "--n")]
    month: u8,
    #[spark(arg = r"--n")]
    day: u8,
    #[spark(arg = "-n")]
    other: u8,
    #[spark(arg = r#"--n"#, output = "out/{month}/{day}/{other}")]
    out: Output<Directory>,
}

fn main() {}
