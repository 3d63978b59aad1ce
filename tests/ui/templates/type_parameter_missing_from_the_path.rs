#![allow(dead_code)]

use spark_pipeline::prelude::*;

use std::marker::PhantomData;

trait Format: Send + Sync + 'static {}

#[derive(Task)]
struct Load<F: Format, P: Param, const N: usize> {
    value: P,
    format: PhantomData<F>,
    #[task(output = "out/{value}/{N:02}")]
    rows: Output<Directory>,
    #[task(output = "out/{value}-{task_id}.csv")]
    all: Output<File>,
}

fn main() {}
