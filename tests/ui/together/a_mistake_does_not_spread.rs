#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(ExternalTask)]
struct Data {
    month: u8,
    #[task(default = 1)]
    day: u8,
    #[task(output = "data/{mnth:02}")]
    csv: Output<File>,
}

#[derive(SparkTask)]
#[spark(app = "job.py", drvier_memory = "1g")]
struct Job {
    #[spark(arg, input = Data::new(1).day(2))]
    data: Input<Data>,
    #[spark(arg, output = "out")]
    out: Output<Directory>,
}

#[derive(Task)]
struct Report {
    #[task(input = [Job::new()])]
    jobs: Inputs<Job>,
    #[task(output = "out/report.md")]
    report: Output<File>,
}

impl Run for Report {
    async fn run(&self, _cx: &Context) -> Result<()> {
        for job in &self.jobs {
            let _ = job.out.location();
        }
        Ok(())
    }
}

fn everything() -> std::process::ExitCode {
    spark_pipeline::main::<(Report, Job, Data)>()
}

fn main() {}
