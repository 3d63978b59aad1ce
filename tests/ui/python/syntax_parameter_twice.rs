#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(python = r#"
def helper(spark, spark):
    pass

def main(spark, task):
    helper(spark, spark)
"#)]
struct Job;

fn main() {}
