#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "java-21.jar", class = "org.example.Main")]
struct CompiledForJava21 {
    #[spark(arg)]
    month: u8,
}

fn main() {}
