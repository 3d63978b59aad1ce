#![allow(dead_code)]

use spark_pipeline::prelude::*;

type Report = File;

#[derive(SparkTask)]
#[spark(app = "s3://jobs/job.jar", class = "org.example.Job")]
struct Job {
    #[spark(output = "out/report.csv")]
    report: Output<Report>,
}

fn main() {}
