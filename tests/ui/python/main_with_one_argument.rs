#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(python = r#"
def main(spark):
    spark.range(1).show()
"#)]
struct Job;

fn main() {}
