#![allow(dead_code)]
#![deny(deprecated)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(python = r#"
def main(spark, task):
    spark.range(9).show()
"#)]
struct Job {
    #[spark(output = "out")]
    counts: Output<Directory>,
}

fn main() {}
