#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(
    app = "job.py",
    proxy_user = "etl",
    principal = "etl@EXAMPLE.ORG",
    keytab = "/etc/etl.keytab"
)]
struct Job {
    month: u8,
}

fn main() {}
