#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(python = r#"
if __name__ == "__main__":
    def main(spark, task):
        pass
"#)]
struct Job;

fn main() {}
