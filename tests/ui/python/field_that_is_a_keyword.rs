#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(python = r#"
def main(spark, task):
    spark.range(task.fron).show()
"#)]
struct Job {
    from: u8,
}

fn main() {}
