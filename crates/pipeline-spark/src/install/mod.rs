//! Finds a Spark on this machine, or installs one.

mod spark;

pub use spark::{Found, Spark, SparkVersion};
