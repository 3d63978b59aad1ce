#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(python = r#"
def main(spark, task, *, date):
    spark.range(1).show()
"#)]
struct Job;

fn main() {}
