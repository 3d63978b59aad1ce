//! Apache Spark pipelines checked by the Rust compiler.
//!
//! A task is a struct: what it needs are its fields, `#[derive(SparkTask)]` makes it a Spark
//! application, and [`main`] gives its program a command line.

// The derives print `::spark_pipeline::…`, which this crate is to its own tests and examples.
extern crate self as spark_pipeline;

pub mod prelude;
mod private;

#[doc(hidden)]
pub use private as __private;

pub use pipeline_core as core;
pub use pipeline_spark as spark;
