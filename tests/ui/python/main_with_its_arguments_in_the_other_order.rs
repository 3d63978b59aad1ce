#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(python = r#"
def main(task, spark):
    spark.range(1).write.parquet(task.out)
"#)]
struct Job {
    #[spark(output = "out/job")]
    out: Output<Parquet>,
}

fn main() {}
