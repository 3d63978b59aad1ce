#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", conf("spark.executor.extraJavaOptions" = "-Dspark.ui.port=4050"))]
struct Job {
    month: u8,
}

fn main() {}
