#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(python = r#"
def main(spark, task):
    rows = spark.range(1)
      rows.show()
"#)]
struct Job;

fn main() {}
