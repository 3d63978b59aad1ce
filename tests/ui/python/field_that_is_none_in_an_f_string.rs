#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(python = r#"
def main(spark, task):
    rows = spark.range(9).where(f"id > {task.atleast}")
    rows.write.parquet(task.counts)
"#)]
struct Job {
    #[spark(default = 2)]
    at_least: u64,
    #[spark(output = "out/{at_least}")]
    counts: Output<Directory>,
}

fn main() {}
