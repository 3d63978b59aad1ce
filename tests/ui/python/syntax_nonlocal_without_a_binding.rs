#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(python = r#"
def main(spark, task):
    nonlocal count
    count = 1
"#)]
struct Job;

fn main() {}
