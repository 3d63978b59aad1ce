#![allow(dead_code)]
#![allow(non_snake_case)]

use spark_pipeline::prelude::*;

#[derive(WrapperTask)]
struct All {
    min_flights: u8,
    minFlights: u8,
    dryRun: bool,
}

fn main() {}
