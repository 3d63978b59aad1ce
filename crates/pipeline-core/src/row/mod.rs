//! The schema of a dataset, as the author declared it.

mod fit;
pub(crate) mod text;

pub use fit::{Misfits, misfits};

use std::collections::{BTreeMap, HashMap};
use std::fmt;

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
///
/// | Rust | Spark SQL |
/// |---|---|
/// | `bool` | `boolean` |
/// | `i8`, `i16`, `i32`, `i64` | `tinyint`, `smallint`, `int`, `bigint` |
/// | `f32`, `f64` | `float`, `double` |
/// | `String` | `string` |
/// | `Vec<u8>` | `binary` |
/// | `jiff::civil::Date`, `jiff::civil::DateTime`, `jiff::Timestamp` | `date`, `timestamp_ntz`, `timestamp` |
/// | `Option<T>` | `T`, which may be NULL |
/// | `Vec<T>` | `array<T>` |
/// | `BTreeMap<K, V>`, `HashMap<K, V>` | `map<K,V>` |
/// | a struct with `#[derive(Row)]` | `struct<…>` |
///
/// Spark has no unsigned whole numbers, so `u8` is no column; that leaves `Vec<u8>` free to be
/// `binary` (and `Vec<i8>` is `array<tinyint>`).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the type of a column",
    label = "no column type",
    note = "columns are bool, i8 to i64, f32, f64, String, Vec<u8> (binary), Date, DateTime, Timestamp, Option<T>, Vec<T>, BTreeMap<K, V>, HashMap<K, V>, and structs with `#[derive(Row)]`"
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

impl<T: ColumnType> ColumnType for Option<T> {
    const DATA_TYPE: &'static DataType = T::DATA_TYPE;
    const NULLABLE: bool = true;
}

impl<T: ColumnType> ColumnType for Vec<T> {
    const DATA_TYPE: &'static DataType = &DataType::Array(T::DATA_TYPE, T::NULLABLE);
}

impl ColumnType for Vec<u8> {
    const DATA_TYPE: &'static DataType = &DataType::Binary;
}

macro_rules! map_types {
    ($($map:ident)*) => {$(
        impl<K: ColumnType, V: ColumnType> ColumnType for $map<K, V> {
            const DATA_TYPE: &'static DataType = {
                assert!(!K::NULLABLE, "the key of a map cannot be NULL in Spark SQL: take it without `Option`");
                &DataType::Map(K::DATA_TYPE, V::DATA_TYPE, V::NULLABLE)
            };
        }
    )*};
}
map_types! { BTreeMap HashMap }

impl DataType {
    /// The name of a type without parts; `array`, `map` or `struct` of one with.
    const fn plain_name(&self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::TinyInt => "tinyint",
            Self::SmallInt => "smallint",
            Self::Int => "int",
            Self::BigInt => "bigint",
            Self::Float => "float",
            Self::Double => "double",
            Self::String => "string",
            Self::Binary => "binary",
            Self::Date => "date",
            Self::Timestamp => "timestamp",
            Self::TimestampNtz => "timestamp_ntz",
            Self::Array(..) => "array",
            Self::Map(..) => "map",
            Self::Struct(_) => "struct",
        }
    }
}

/// As Spark SQL writes it: `bigint`, `array<string>`, `struct<a: int NOT NULL, b: string>`.
///
/// The language has no place for whether an element of an array or a value of a map may be
/// NULL, so two types can print alike.
impl fmt::Display for DataType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Array(element, _) => write!(f, "array<{element}>"),
            Self::Map(key, value, _) => write!(f, "map<{key}, {value}>"),
            Self::Struct(columns) => {
                f.write_str("struct<")?;
                list(columns, ": ", f)?;
                f.write_str(">")
            }
            plain => f.write_str(plain.plain_name()),
        }
    }
}

/// The column as in a list of columns of Spark SQL: `carrier string NOT NULL`.
impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(" ", f)
    }
}

impl Column {
    fn write(&self, between: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{between}{}", Identifier(self.name), self.data_type)?;
        f.write_str(if self.nullable { "" } else { " NOT NULL" })
    }
}

/// The columns as Spark SQL takes them (`StructType.fromDDL`, `CREATE TABLE t (…)`):
/// `carrier string NOT NULL, delay double`.
#[must_use]
pub fn ddl(columns: &[Column]) -> String {
    struct Ddl<'a>(&'a [Column]);
    impl fmt::Display for Ddl<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            list(self.0, " ", f)
        }
    }
    Ddl(columns).to_string()
}

fn list(columns: &[Column], between: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (at, column) in columns.iter().enumerate() {
        if at > 0 {
            f.write_str(", ")?;
        }
        column.write(between, f)?;
    }
    Ok(())
}

/// A name in backticks unless it is made of ASCII letters, digits and `_`, and begins with no
/// digit.
struct Identifier<'a>(&'a str);

impl fmt::Display for Identifier<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = self
            .0
            .starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && self
                .0
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '_');
        if plain {
            f.write_str(self.0)
        } else {
            write!(f, "`{}`", self.0.replace('`', "``"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Leg;

    impl Row for Leg {
        const COLUMNS: &'static [Column] = &[
            column::<String>("from"),
            column::<Option<Vec<Option<f64>>>>("delays by hour"),
        ];
    }

    impl ColumnType for Leg {
        const DATA_TYPE: &'static DataType = &DataType::Struct(<Self as Row>::COLUMNS);
    }

    const fn column<T: ColumnType>(name: &'static str) -> Column {
        Column {
            name,
            data_type: T::DATA_TYPE,
            nullable: T::NULLABLE,
        }
    }

    #[test]
    fn bytes_are_binary_and_other_lists_arrays() {
        assert_eq!(<Vec<u8> as ColumnType>::DATA_TYPE, &DataType::Binary);
        assert_eq!(
            <Vec<Option<i8>> as ColumnType>::DATA_TYPE,
            &DataType::Array(&DataType::TinyInt, true)
        );
        assert_eq!(
            <HashMap<String, Option<i64>> as ColumnType>::DATA_TYPE,
            &DataType::Map(&DataType::String, &DataType::BigInt, true)
        );
    }

    #[test]
    fn only_an_option_may_be_null() {
        assert!(column::<Option<i64>>("x").nullable);
        assert!(!column::<Vec<Option<i64>>>("x").nullable);
    }

    #[test]
    fn a_schema_prints_as_spark_sql_reads_it() {
        let columns = [
            column::<String>("carrier"),
            column::<Option<f64>>("mean`s"),
            column::<Option<BTreeMap<String, Vec<i64>>>>("by_day"),
            column::<Vec<Leg>>("legs"),
            column::<jiff::civil::DateTime>("2nd"),
        ];
        assert_eq!(
            ddl(&columns),
            "carrier string NOT NULL, `mean``s` double, by_day map<string, array<bigint>>, \
             legs array<struct<from: string NOT NULL, `delays by hour`: array<double>>> NOT NULL, \
             `2nd` timestamp_ntz NOT NULL"
        );
    }
}
