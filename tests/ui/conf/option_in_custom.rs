#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", conf(custom("spark.driver.memory" = "1g")))]
struct Job {
    month: u8,
}

fn main() {}
