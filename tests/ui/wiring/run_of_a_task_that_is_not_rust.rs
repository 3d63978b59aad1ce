#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(SparkTask)]
#[spark(app = "job.py")]
struct Job {
    month: u8,
}

impl Run for Job {
    async fn run(&self, _: &Context) -> Result<()> {
        Ok(())
    }
}

#[derive(ExternalTask)]
struct Data {
    #[task(output = "data.csv")]
    csv: Output<File>,
}

impl Run for Data {
    async fn run(&self, _: &Context) -> Result<()> {
        Ok(())
    }
}

#[derive(WrapperTask)]
struct All {
    #[task(input = Job::new(1))]
    job: Input<Job>,
}

impl Run for All {
    async fn run(&self, _: &Context) -> Result<()> {
        Ok(())
    }
}

fn main() {}
