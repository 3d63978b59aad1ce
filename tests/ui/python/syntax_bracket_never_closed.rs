#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(python = r#"
def main(spark, task):
    spark.range(1).select(
        "id"
"#)]
struct Job;

fn main() {}
