//! Everything that a program with tasks uses: `use spark_pipeline::prelude::*;`.

pub use pipeline_core::param::moment::{
    last_hour, last_month, now, this_hour, this_month, today, tomorrow, yesterday,
};
pub use pipeline_core::param::{Date, DateTime, Duration, Hour, Month, Param};
pub use pipeline_core::row::Row;
pub use pipeline_core::run::Context;
pub use pipeline_core::target::{Csv, Directory, File, Json, Orc, Output, Parquet, Target, Text};
pub use pipeline_core::task::{Input, Inputs, Run, SoleOutput, Task};
pub use pipeline_core::{Failure, Result, TaskError};
pub use pipeline_macros::{ExternalTask, Param, Row, SparkTask, Task, WrapperTask};
pub use pipeline_spark::SparkTask;
pub use pipeline_spark::application::Memory;

/// A path of a file that is not there while this crate compiles, and will be when the task runs:
/// `app = later("target/job.jar")`.
///
/// The derive looks for every path in quotes that a `#[spark(…)]` names, below the crate's own
/// folder, but for this one: it is built later, downloaded, or lies on the machine that runs the
/// program. Its ending still says what it is. It is the path itself.
#[must_use]
pub const fn later(path: &str) -> &str {
    path
}
