#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(python = r#"
rows = 1
"#)]
struct Job;

fn main() {}
