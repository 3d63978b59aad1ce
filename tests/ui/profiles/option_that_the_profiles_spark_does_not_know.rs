#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", load_spark_defaults, properties_file = "a.txt")]
struct TooNew {
    month: u8,
}

fn main() {}
