#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Row)]
struct Flight {
    carrier: String,
    dep_delay: Option<f64>,
    distance: i32,
    address: Address,
}

#[derive(Row)]
struct Address {
    zip: Option<String>,
    tags: Vec<Option<String>>,
}

#[derive(ExternalTask)]
struct Flights {
    month: u8,
    #[task(output = "data/{month}")]
    rows: Output<Parquet<Flight>>,
}

#[derive(ExternalTask)]
struct Wrong {
    #[task(output = "data/{month}")]
    rows: Output<Parquet<Flight>>,
}

#[derive(Task)]
struct Report {
    #[task(input = Wrong::new(), reads = Flight)]
    flights: Input<Wrong>,
    #[task(output = "out/report.md")]
    report: Output<File>,
}

impl Run for Report {
    async fn run(&self, _cx: &Context) -> Result<()> {
        Ok(())
    }
}

fn main() {}
