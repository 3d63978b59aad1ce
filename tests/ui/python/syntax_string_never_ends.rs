#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(python = r#"
def main(spark, task):
    spark.sql("SELECT 1).show()
"#)]
struct Job;

fn main() {}
