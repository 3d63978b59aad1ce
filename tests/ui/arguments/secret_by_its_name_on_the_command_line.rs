#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py")]
struct Job {
    #[spark(arg = "--api-token")]
    api_token: String,
    #[spark(arg = "--page-token", secret = false)]
    page_token: String,
}

fn main() {}
