//! What the derives print paths to. No part of the interface: it changes without notice.

pub use std::any::type_name;
pub use std::string::{String, ToString};
pub use std::time::Duration;
pub use std::vec::Vec;

pub use pipeline_core::config::{Explained, Settings};
pub use pipeline_core::finding::{Finding, Thoroughness};
pub use pipeline_core::param::{AnyParam, Param, ParamError, ParamKind, choice};
pub use pipeline_core::row::{Column, ColumnType, DataType, Row};
pub use pipeline_core::run::Context;
pub use pipeline_core::secret::MASK;
pub use pipeline_core::target::{AnyTarget, Output, Target};
pub use pipeline_core::task::{
    AnyTask, Control, Dependencies, InputSchema, OutputSchema, ParamSchema, ParamValues, Preview,
    Resolved, Run, RunsRust, SoleOutput, Task, TaskId, TaskKind, TaskSchema,
};
pub use pipeline_core::{Failure, Result};
pub use pipeline_spark::application::{Entry, MainResource, OptionValue, PythonSource};
pub use pipeline_spark::task as spark;
pub use pipeline_spark::{SparkApplication, SparkTask, python};
pub use serde_json::Value;

mod application;
pub mod control;
mod default;
mod input;
pub mod keys;
mod location;
mod ops;
mod reads;
mod setting;
mod shape;
mod visit;

pub use application::{Passed, arguments, declared, run};
pub use input::InputField;
pub use location::{Location, main_resource};
pub use ops::{InputOps, OutputOps, ParamOps, input, output, param, sole_input};
pub use reads::{check_reads, columns, columns_of};
pub use setting::{SettingValue, setting};
pub use shape::{Given, ManyTasks, MaybeFrom, OneFrom, given};
pub use visit::{visit_inputs, visit_outputs, visit_params};

/// The engine of Spark tasks.
pub use pipeline_spark::engine::NAME as SPARK;

/// The path of a generic task with its arguments: `flights::Load<u8, 3>`.
#[must_use]
pub fn type_path(path: &str, arguments: &[&str]) -> String {
    format!("{path}<{}>", arguments.join(", "))
}

/// A text of its own.
#[must_use]
pub fn text(text: &str) -> String {
    text.to_owned()
}
