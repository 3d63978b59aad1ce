//! The schema of a dataset, as the author declared it.

/// A struct whose fields are the columns of a dataset. Derived: `#[derive(Row)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a row",
    label = "not a row",
    note = "add `#[derive(Row)]` to the struct whose fields are the columns"
)]
pub trait Row: 'static {
    /// The columns, in order.
    const COLUMNS: &'static [Column];
}

/// One column of a [`Row`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub data_type: &'static DataType,
    /// Whether it may hold NULL (`Option<T>`).
    pub nullable: bool,
}

/// The type of a column, by Spark SQL's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the names are Spark's
pub enum DataType {
    Boolean,
    TinyInt,
    SmallInt,
    Int,
    BigInt,
    Float,
    Double,
    String,
    Binary,
    Date,
    Timestamp,
    TimestampNtz,
    /// The element, and whether it may be NULL.
    Array(&'static DataType, bool),
    /// Key, value, and whether the value may be NULL.
    Map(&'static DataType, &'static DataType, bool),
    Struct(&'static [Column]),
}

/// A Rust type that a column may have.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the type of a column",
    label = "no column type",
    note = "columns are bool, i8 to i64, f32, f64, String, Vec<u8>, Date, DateTime, Timestamp, Option<T>, Vec<T>, BTreeMap<K, V>, and structs with `#[derive(Row)]`"
)]
pub trait ColumnType: 'static {
    /// Its Spark SQL type.
    const DATA_TYPE: &'static DataType;
    /// Whether it may be NULL.
    const NULLABLE: bool = false;
}

macro_rules! column_types {
    ($($rust:ty => $spark:ident),* $(,)?) => {$(
        impl ColumnType for $rust { const DATA_TYPE: &'static DataType = &DataType::$spark; }
    )*};
}
column_types! {
    bool => Boolean, i8 => TinyInt, i16 => SmallInt, i32 => Int, i64 => BigInt,
    f32 => Float, f64 => Double, String => String,
    jiff::civil::Date => Date, jiff::civil::DateTime => TimestampNtz, jiff::Timestamp => Timestamp,
}
