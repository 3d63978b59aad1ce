#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Clone)]
struct Opaque;

#[derive(SparkTask)]
#[spark(app = "job.py", name = format!("{opaque}"))]
struct All {
    #[spark(arg)]
    opaque: Opaque,
    #[spark(arg, output = "out/{opaque}")]
    out: Output<File>,
}

fn main() {}
