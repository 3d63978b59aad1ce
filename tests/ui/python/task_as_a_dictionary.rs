#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(python = r#"
def main(spark, task):
    spark.range(1).write.parquet(task["out"])
    print(task[0])
"#)]
struct Job {
    #[spark(output = "out/job")]
    out: Output<Parquet>,
}

fn main() {}
