#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Task)]
struct Load {
    month: u8,
    #[task(output = "out/{task_id:02}")]
    rows: Output<Directory>,
}

/// A parameter of that name is the parameter.
#[derive(Task)]
struct Named {
    month: u8,
    task_id: String,
    #[task(output = "out/{task_id}")]
    rows: Output<Directory>,
}

fn main() {}
