use crate::prelude::*;

use std::collections::{BTreeMap, HashMap};

#[derive(Row)]
struct Point {
    x: f64,
    y: Option<f64>,
}

/// Every type that Spark SQL has.
#[derive(Debug, Clone, PartialEq, Row)]
struct Everything {
    boolean: bool,
    tiny: i8,
    small: i16,
    int: i32,
    big: i64,
    float: f32,
    double: f64,
    string: String,
    binary: Vec<u8>,
    date: Date,
    local: DateTime,
    maybe: Option<String>,
    list: Vec<Option<i64>>,
    nested: Vec<Vec<String>>,
    map: BTreeMap<String, Option<f64>>,
    hash: HashMap<i32, Vec<u8>>,
    #[row(rename = "Total (€)")]
    total: f64,
    r#type: Option<Option<i32>>,
}

#[derive(Row)]
struct Nested {
    point: Point,
    points: Vec<Point>,
    by_name: BTreeMap<String, Point>,
}

#[derive(Row)]
struct OfAnyType<T: spark_pipeline::core::row::ColumnType> {
    value: T,
}

#[derive(ExternalTask)]
struct Data {
    #[task(output = "data/everything")]
    everything: Output<Parquet<Everything>>,
    #[task(output = "data/nested")]
    nested: Output<Json<Nested>>,
    #[task(output = "data/generic")]
    generic: Output<Orc<OfAnyType<Option<i64>>>>,
}

pub fn roots() -> Roots {
    roots![Data::new()]
}
