#![allow(dead_code)]

use spark_pipeline::prelude::*;

struct Plain;

#[derive(WrapperTask)]
struct All;

fn all() -> std::process::ExitCode {
    spark_pipeline::main::<(All, Plain)>()
}

fn main() {}
