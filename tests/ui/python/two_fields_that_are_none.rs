#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(python = r#"
def main(spark, task):
    spark.range(task.atleast).write.parquet(task.count)
"#)]
struct Job {
    #[spark(default = 2)]
    at_least: u64,
    #[spark(output = "out/{at_least}")]
    counts: Output<Directory>,
}

fn main() {}
