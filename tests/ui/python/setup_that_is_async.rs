#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(python = r#"
async def setup(conf):
    pass

def main(spark, task):
    spark.range(1).show()
"#)]
struct Job;

fn main() {}
