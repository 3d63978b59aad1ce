#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(python = r#"
def setup():
    pass

def main(spark, task):
    spark.range(1).show()
"#)]
struct Job;

fn main() {}
