#![allow(dead_code)]

use spark_pipeline::prelude::*;

struct Plain;

#[derive(SparkTask)]
#[spark(app = "s3://jobs/job.py")]
struct Job {
    #[spark(arg, input = Plain)]
    plain: Input<Plain>,
}

fn main() {}
