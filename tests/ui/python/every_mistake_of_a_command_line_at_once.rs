#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "script.py")]
struct Job {
    #[spark(arg = "--mnth")]
    month: u8,
    #[spark(arg = "--append")]
    append: u8,
}

fn main() {}
