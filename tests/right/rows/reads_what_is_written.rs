use crate::prelude::*;

use std::collections::BTreeMap;

#[derive(Row)]
struct Flight {
    carrier: String,
    dep_delay: Option<f32>,
    distance: i16,
    stops: Vec<Stop>,
    by_day: Option<BTreeMap<String, Option<i32>>>,
    größe: i64,
}

#[derive(Row)]
struct Stop {
    airport: String,
    minutes: Option<i32>,
    gate: String,
}

/// Fewer columns, in another order and case, numbers as wider ones, NULLs where none are.
#[derive(Row)]
struct Read {
    #[row(rename = "DISTANCE")]
    distance: Option<i64>,
    dep_delay: Option<f64>,
    stops: Vec<Option<ReadStop>>,
    by_day: Option<BTreeMap<String, Option<i64>>>,
    #[row(rename = "GRÖßE")]
    size: i64,
}

#[derive(Row)]
struct ReadStop {
    minutes: Option<f64>,
    airport: Option<String>,
}

#[derive(Row)]
struct Line {
    value: String,
}

#[derive(Row)]
struct Pair<A: spark_pipeline::core::row::ColumnType, B: spark_pipeline::core::row::ColumnType> {
    left: A,
    right: B,
}

#[derive(ExternalTask)]
struct Flights {
    month: u8,
    #[task(output = "data/{month}")]
    rows: Output<Parquet<Flight>>,
}

#[derive(ExternalTask)]
struct Several {
    #[task(output = "data/lines")]
    lines: Output<Text>,
    #[task(output = "data/pairs")]
    pairs: Output<Json<Pair<i32, Option<String>>>>,
    #[task(output = "data/unknown")]
    unknown: Output<Csv>,
    #[task(output = "data/file")]
    file: Output<File>,
}

type Alias = Flights;

#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py")]
struct Job {
    month: u8,
    #[spark(arg, input = Flights::new(month), reads = Read)]
    one: Input<Flights>,
    #[spark(input = Some(Alias::new(2)), reads = Flight)]
    maybe: Option<Input<Alias>>,
    #[spark(arg, input = (1..=2).map(Flights::new), reads = self::Read)]
    many: Inputs<Flights>,
    #[spark(input = Several::new(), of = lines, reads = Line)]
    lines: Input<Several>,
    #[spark(arg, input = Several::new(), of = pairs, reads = Pair<i64, Option<String>>)]
    pairs: Input<Several>,
    /// Nobody has declared these: they cannot be compared.
    #[spark(input = Several::new(), of = unknown, reads = Read)]
    unknown: Input<Several>,
    #[spark(input = Several::new(), of = file, reads = Read)]
    file: Input<Several>,
    #[spark(arg, output = "out/{month}")]
    out: Output<Directory>,
}

/// The row and the input are known where the task is used.
#[derive(WrapperTask)]
struct Any<T: SoleOutput + From<u8>, R: Row> {
    month: u8,
    #[task(input = T::from(month), reads = R)]
    input: Input<T>,
    #[task(input = Flights::new(month), reads = R)]
    flights: Input<Flights>,
    row: std::marker::PhantomData<fn() -> R>,
}

impl From<u8> for Flights {
    fn from(month: u8) -> Self {
        Self::new(month)
    }
}

pub fn roots() -> Roots {
    roots![Job::new(1), Any::<Flights, Read>::new(3)]
}
