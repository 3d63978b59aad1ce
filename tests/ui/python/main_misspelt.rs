#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(python = r#"
def mian(spark, task):
    pass
"#)]
struct Job;

fn main() {}
