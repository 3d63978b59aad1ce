#![allow(dead_code)]

use spark_pipeline::prelude::*;

fn main() -> std::process::ExitCode {
    spark_pipeline::main()
}
