//! The derives on tasks as a user writes them: what `new`, the setters and the traits give.

#![deny(warnings, clippy::all)]
#![deny(unused_results, single_use_lifetimes, elided_lifetimes_in_paths)]

use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::path::PathBuf;

use spark_pipeline::core::param::ParamKind;
use spark_pipeline::core::row::{ColumnType, DataType};
use spark_pipeline::core::task::{
    AnyTask, Dependencies, ParamValues, Resolved, SoleOutput, TaskId, TaskKind,
};
use spark_pipeline::prelude::*;
use spark_pipeline::spark::SparkApplication;
use spark_pipeline::spark::application::{Argument, MainResource, OptionValue, PythonSource};

#[path = "derive/application.rs"]
mod application;
#[path = "derive/construct.rs"]
mod construct;
#[path = "derive/control.rs"]
mod control;
#[path = "derive/defaults.rs"]
mod defaults;
#[path = "derive/generics.rs"]
mod generics;
#[path = "derive/graph.rs"]
mod graph;
#[path = "derive/hygiene.rs"]
mod hygiene;
#[path = "../crates/pipeline-macros/src/check/reserved.rs"]
mod reserved;
#[path = "derive/rows.rs"]
mod rows;

#[test]
fn the_derives_know_the_flags_that_the_command_line_keeps_for_itself() {
    assert_eq!(
        reserved::RESERVED,
        spark_pipeline::core::cli::RESERVED,
        "copy the list of pipeline_core::cli into pipeline-macros/src/check/reserved.rs"
    );
}

/// The tasks that a task's input expressions name, as a person calls them.
fn dependencies(task: &dyn AnyTask) -> Vec<Vec<String>> {
    let mut found = Dependencies::default();
    task.dependencies(&mut found);
    found
        .groups
        .iter()
        .map(|group| group.iter().map(|task| task.label()).collect())
        .collect()
}

/// The task with its inputs filled as a plan fills them.
fn connected<T: Task>(mut task: T) -> T {
    let mut found = Dependencies::default();
    Task::dependencies(&task, &mut found);
    let groups = found
        .groups
        .into_iter()
        .map(|group| group.into_iter().map(std::sync::Arc::from).collect());
    Task::connect(&mut task, &mut Resolved::new(groups));
    task
}

fn argv(application: &SparkApplication) -> Vec<&str> {
    application
        .arguments
        .iter()
        .map(|argument| match argument {
            Argument::Text(text) | Argument::Secret(text) => text.as_str(),
            Argument::Output { location, .. } => location,
        })
        .collect()
}

/// The task that words on a command line make, or the problems.
fn from_words<T: Task>(words: &[(&str, &[&str])]) -> Result<T, Vec<String>> {
    let values: BTreeMap<String, Vec<String>> = words
        .iter()
        .map(|(name, words)| {
            (
                (*name).to_owned(),
                words.iter().map(|word| (*word).to_owned()).collect(),
            )
        })
        .collect();
    let mut values = ParamValues::new(values);
    T::from_params(&mut values).ok_or_else(|| {
        values
            .problems
            .iter()
            .map(|problem| format!("{}: {}", problem.param, problem.message))
            .collect()
    })
}

#[test]
fn the_derives_know_the_flag_of_a_parameter() {
    for name in [
        "month",
        "min_flights",
        "maxFlights",
        "SQLReport",
        "top10Carriers",
        "a__b",
        "_x",
        "größeX",
    ] {
        let flag = spark_pipeline::core::cli::kebab(name);
        assert_eq!(
            reserved::flag(name),
            flag,
            "copy `kebab` of pipeline_core::cli into pipeline-macros/src/check/reserved.rs"
        );
    }
}
