#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", name = password.clone())]
struct Job {
    #[spark(secret)]
    password: String,
}

fn main() {}
