//! Everything that a program with tasks uses: `use spark_pipeline::prelude::*;`.

pub use pipeline_core::param::{Date, DateTime, Duration, Hour, Month, Param};
pub use pipeline_core::row::Row;
pub use pipeline_core::run::Context;
pub use pipeline_core::target::{Csv, Directory, File, Json, Orc, Output, Parquet, Target, Text};
pub use pipeline_core::task::{Input, Inputs, Run, SoleOutput, Task};
pub use pipeline_core::{Result, TaskError};
pub use pipeline_macros::{ExternalTask, Param, Row, SparkTask, Task, WrapperTask};
pub use pipeline_spark::SparkTask;
pub use pipeline_spark::application::Memory;
