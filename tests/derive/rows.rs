//! Rows.

use super::*;

/// A carrier.
#[derive(Row)]
struct CarrierDelay {
    carrier: String,
    delay: Option<f64>,
    #[row(rename = "number of flights")]
    flights: i64,
    r#type: Kind,
    kinds: Option<Kind>,
}

#[derive(Row)]
struct Kind {
    name: String,
}

#[derive(Row)]
struct Pair<A, B>
where
    A: ColumnType,
    B: ColumnType,
{
    a: A,
    b: B,
}

#[test]
fn fields_are_columns() {
    let columns = CarrierDelay::COLUMNS;
    let names: Vec<_> = columns.iter().map(|column| column.name).collect();
    assert_eq!(
        names,
        ["carrier", "delay", "number of flights", "type", "kinds"]
    );
    let nullable: Vec<_> = columns.iter().map(|column| column.nullable).collect();
    assert_eq!(nullable, [false, true, false, false, true]);
    assert_eq!(columns[1].data_type, &DataType::Double);
}

#[test]
fn rows_nest_and_may_be_generic() {
    assert_eq!(
        CarrierDelay::COLUMNS[3].data_type,
        &DataType::Struct(Kind::COLUMNS)
    );
    assert_eq!(
        CarrierDelay::COLUMNS[4].data_type,
        &DataType::Struct(Kind::COLUMNS)
    );
    assert_eq!(Pair::<i64, String>::COLUMNS[1].data_type, &DataType::String);
}
