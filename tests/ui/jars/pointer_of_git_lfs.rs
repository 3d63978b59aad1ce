#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "pointer.jar", class = "org.example.Main")]
struct Job {
    #[spark(arg)]
    month: u8,
}

fn main() {}
