#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "no-main-class.jar")]
struct Job {
    #[spark(arg)]
    month: u8,
}

fn main() {}
