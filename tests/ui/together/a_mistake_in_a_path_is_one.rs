#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(ExternalTask)]
struct Data {
    month: u8,
    #[task(output = "data/{mnoth}")]
    csv: Output<File>,
}

#[derive(Task)]
struct Report {
    month: u8,
    #[task(input = Data::new(month), reads = Line)]
    data: Input<Data>,
    #[task(output = "out/{mnoth}")]
    report: Output<File>,
}

#[derive(Row)]
struct Line {
    text: &'static str,
}

impl Run for Report {
    async fn run(&self, _cx: &Context) -> Result<()> {
        self.report.write(self.data.csv.location()).await?;
        Ok(())
    }
}

fn main() {}
