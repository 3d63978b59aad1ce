//! Apache Spark pipelines checked by the Rust compiler.
//!
//! A task is a struct: what it needs are its fields, `#[derive(SparkTask)]` makes it a Spark
//! application, and [`main`] gives its program a command line.

#[doc(hidden)]
#[path = "private/mod.rs"]
pub mod __private;
pub mod prelude;

pub use pipeline_core as core;
pub use pipeline_spark as spark;
