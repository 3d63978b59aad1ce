#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py", properties_file = "conf/spark.cnf")]
struct Job {
    #[spark(arg)]
    month: u8,
}

fn main() {}
