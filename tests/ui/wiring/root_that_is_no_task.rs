#![allow(dead_code)]

struct Plain;

fn run() -> std::process::ExitCode {
    spark_pipeline::main::<Plain>()
}

fn main() {}
