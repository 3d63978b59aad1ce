#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py")]
struct Copy<T: Task + Default> {
    #[spark(arg, input = T::default())]
    input: Input<T>,
    #[spark(arg, output = "out/{task_id}")]
    out: Output<Directory>,
}

fn main() {}
