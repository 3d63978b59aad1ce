#![allow(dead_code)]

use spark_pipeline::prelude::*;

struct Plain;

fn run() -> std::process::ExitCode {
    spark_pipeline::main::<Plain>()
}

fn main() {}
