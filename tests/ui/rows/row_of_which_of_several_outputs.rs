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
struct Two {
    #[task(output = "flights")]
    flights: Output<Parquet<Flight>>,
    #[task(output = "addresses")]
    addresses: Output<Json<Address>>,
}

#[derive(SparkTask)]
#[spark(python = "def main(spark, task): print(task)")]
struct Report {
    #[spark(input = Two::new(), reads = Flight)]
    two: Input<Two>,
}

fn main() {}
