#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", conf("spark.driver.extraJavaOptions" = "-Xmx8g"))]
struct Job {
    month: u8,
}

fn main() {}
