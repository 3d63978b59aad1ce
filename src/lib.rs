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
pub use pipeline_observe as observe;
pub use pipeline_spark as spark;
#[cfg(any(feature = "s3", feature = "gcs", feature = "azure", feature = "hdfs"))]
pub use pipeline_stores as stores;

/// Runs the command line over a task, or over several as a tuple: `main::<(Delays, Report)>()`.
/// The first is the one that runs when none is named.
///
/// The parameters of a task are flags, documented by the doc comments of its fields; the exit
/// code says how the run ended (see [`core::cli::EXIT_CODES`]). For a program with an engine
/// or an observer of its own, add it to [`program`].
#[must_use = "it is what the program's `main` returns"]
pub fn main<T: Roots>() -> ExitCode {
    program().roots::<T>().main()
}

/// A program with everything but tasks: the engine of Spark, the stores whose features are on, and
/// those who watch runs.
///
/// ```no_run
/// # struct Ours;
/// # fn main_of<T: spark_pipeline::Roots>(ours: impl spark_pipeline::core::observe::Observer) -> std::process::ExitCode {
/// spark_pipeline::program().observer(ours).roots::<T>().main()
/// # }
/// ```
#[must_use]
pub fn program() -> core::cli::Program {
    #[cfg(any(feature = "s3", feature = "gcs", feature = "azure", feature = "hdfs"))]
    for store in stores::all(&stores::Options::new()) {
        core::target::store::register(store);
    }
    core::cli::Program::new()
        .engine(spark::engine::SparkEngine)
        .observer(observe::Prometheus)
        .observer(observe::OpenLineage)
        .observer(observe::OpenTelemetry)
}

/// The README's programs compile.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
