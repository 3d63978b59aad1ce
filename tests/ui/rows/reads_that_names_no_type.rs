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

#[derive(Task)]
struct Report {
    #[task(input = Flights::new(1), reads = "Flight")]
    flights: Input<Flights>,
    #[task(input = Flights::new(1), reads)]
    again: Input<Flights>,
    #[task(reads = Flight)]
    month: u8,
    #[task(output = "out/report-{month}.md", reads = Flight)]
    report: Output<File>,
    #[task(input = Flights::new(1), of = rows)]
    of_nothing: Input<Flights>,
}

fn main() {}
