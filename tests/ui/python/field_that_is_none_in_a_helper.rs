#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(python = r#"
def write(rows, job):
    rows.write.parquet(job.count)

def main(spark, task):
    write(spark.range(9), task)
"#)]
struct Job {
    #[spark(default = 2)]
    at_least: u64,
    #[spark(output = "out/{at_least}")]
    counts: Output<Directory>,
}

fn main() {}
