//! Apache Spark pipelines checked by the Rust compiler.
//!
//! A task is a struct: what it needs are its fields, a derive makes it a task, and [`main`]
//! gives its program a command line.
//!
//! ```no_run
//! use spark_pipeline::prelude::*;
//!
//! /// Flights that left New York in one month.
//! #[derive(ExternalTask)]
//! struct Flights {
//!     month: u8,
//!     #[task(output = "data/flights-2013-{month:02}.csv.gz")]
//!     csv: Output<File>,
//! }
//!
//! /// Mean departure delay per carrier.
//! #[derive(SparkTask)]
//! #[spark(app = "examples/flights/delays.py", driver_memory = "1g")]
//! struct Delays {
//!     #[spark(arg = "--month")]
//!     month: u8,
//!     #[spark(arg = "--flights", input = Flights::new(month))]
//!     flights: Input<Flights>,
//!     #[spark(arg = "--out", output = "out/delays/{month:02}")]
//!     delays: Output<Directory>,
//! }
//!
//! fn main() -> std::process::ExitCode {
//!     spark_pipeline::main::<Delays>()
//! }
//! ```

#[doc(hidden)]
#[path = "private/mod.rs"]
pub mod __private;
pub mod prelude;

use std::process::ExitCode;

pub use pipeline_core as core;
pub use pipeline_core::cli::Roots;
pub use pipeline_spark as spark;

/// Runs the command line over a task, or over several as a tuple: `main::<(Delays, Report)>()`.
/// The first is the one that runs when none is named.
///
/// The parameters of a task are flags, documented by the doc comments of its fields; the exit
/// code says how the run ended (see [`core::cli::EXIT_CODES`]). For a program with an engine
/// of its own, build a [`core::cli::Program`] instead.
#[must_use = "it is what the program's `main` returns"]
pub fn main<T: Roots>() -> ExitCode {
    core::cli::Program::new()
        .engine(spark::engine::SparkEngine)
        .roots::<T>()
        .main()
}

/// The README's programs compile.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
