#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(python = r#"
def helper(rows:
    pass

def main(spark, task):
    spark.range(1 +)
"#)]
struct Job;

fn main() {}
