#![allow(dead_code)]

use spark_pipeline::prelude::*;

#[derive(Row)]
struct Flight {
    carrier: String,
}

#[derive(Row)]
struct Delay {
    delay: f64,
}

#[derive(ExternalTask)]
struct Flights {
    #[task(output = "flights")]
    rows: Output<Orc<Flight>>,
}

#[derive(WrapperTask)]
struct All<T: Param> {
    value: T,
    #[task(input = Flights::new(), reads = Delay)]
    flights: Input<Flights>,
}

fn main() {}
