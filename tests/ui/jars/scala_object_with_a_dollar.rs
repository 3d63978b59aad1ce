#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "classes.jar", class = "org.example.Job$")]
struct Job {
    #[spark(arg)]
    month: u8,
}

fn main() {}
