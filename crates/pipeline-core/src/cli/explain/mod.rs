//! `explain`: every value with its origin.

mod find;
mod text;

use std::sync::Arc;

use find::{named, one_of_each_type};
use serde::Serialize;

use super::asked::Given;
use super::exit::ExitKind;
use super::message::Refusal;
use super::plan::{EnginePlanned, engines_planned};
use super::prepare::Prepared;
use crate::config::{Explained, Origin};
use crate::engine::Engine;
use crate::failure::Failure;
use crate::param::range;
use crate::run::quietly;
use crate::secret::MASK;
use crate::task::{AnyTask, ParamSchema, TaskId, TaskKind};

/// How many tasks of one type are explained when that type is asked for.
const MOST: usize = 20;

/// Everything that `explain` says; its JSON form.
#[derive(Debug, Serialize)]
pub(crate) struct Explanation {
    profile: String,
    file: Option<std::path::PathBuf>,
    run: Vec<Explained>,
    /// What runs the tasks: which Spark.
    engines: Vec<EnginePlanned>,
    tasks: Vec<TaskExplained>,
}

#[derive(Debug, Serialize)]
struct TaskExplained {
    id: TaskId,
    label: String,
    #[serde(rename = "type")]
    type_name: &'static str,
    doc: &'static str,
    /// How many more of its type there are that are not shown.
    more: usize,
    params: Vec<Row>,
    inputs: Vec<String>,
    outputs: Vec<OutputRow>,
    settings: Vec<Row>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<Failure>,
}

/// A value with its origin in words.
#[derive(Debug, Serialize)]
struct Row {
    key: String,
    value: String,
    origin: String,
}

#[derive(Debug, Serialize)]
struct OutputRow {
    name: &'static str,
    format: &'static str,
    location: String,
}

/// Explains one task, all of one type, or one of each type.
pub(crate) fn explain(
    prepared: &Prepared,
    task: Option<&str>,
    engines: &[Arc<dyn Engine>],
) -> Result<Explanation, Refusal> {
    let chosen = match task {
        Some(word) => named(&prepared.plan, word)?,
        None => one_of_each_type(&prepared.plan),
    };
    let tasks = chosen
        .into_iter()
        .map(|(number, more)| task_explained(prepared, number, more));
    Ok(Explanation {
        profile: prepared.config.profile().to_owned(),
        file: prepared.config.file().map(ToOwned::to_owned),
        run: prepared.config.explain_run(),
        engines: engines_planned(engines, &prepared.plan, &prepared.config, &|_| true),
        tasks: tasks.collect(),
    })
}

fn task_explained(prepared: &Prepared, number: u32, more: usize) -> TaskExplained {
    let plan = &prepared.plan;
    let node = plan.node(number);
    let task: &dyn AnyTask = &*node.task;
    let schema = task.schema();
    let settings = prepared.config.settings_for(schema.name);
    let (of_engine, failure) = match task.explain(&settings) {
        Ok(rows) => (rows, None),
        Err(failure) => (Vec::new(), Some(failure)),
    };
    // What has no work of its own is not tried again and needs no time.
    let mut explained_settings = match schema.kind {
        TaskKind::Wrapper | TaskKind::External => Vec::new(),
        _ => settings.explain_control(&quietly(|| task.control()).unwrap_or_default()),
    };
    explained_settings.extend(of_engine);
    let inputs = node.dependencies.iter();
    let mut explained = TaskExplained {
        id: node.id,
        label: task.label(),
        type_name: schema.name,
        doc: schema.doc,
        more,
        params: params(prepared, number),
        inputs: inputs.map(|input| plan.node(*input).task.label()).collect(),
        outputs: Vec::new(),
        settings: explained_settings
            .into_iter()
            .map(|row| Row {
                key: row.key,
                value: row.value,
                origin: row.origin.to_string(),
            })
            .collect(),
        failure,
    };
    task.visit_outputs(&mut |schema, target| {
        explained.outputs.push(OutputRow {
            name: schema.name,
            format: target.format(),
            location: target.location().to_owned(),
        });
    });
    explained
}

/// The parameters: a root's come from the layers, every other task's from who needs it.
fn params(prepared: &Prepared, number: u32) -> Vec<Row> {
    let plan = &prepared.plan;
    let node = plan.node(number);
    let is_root = plan.roots().contains(&number);
    let of_root = prepared.origins.get(node.task.schema().name);
    let of_root = of_root.filter(|_| is_root);
    let needed_by = node.dependents.first();
    let needed_by = needed_by.map(|number| plan.node(*number).task.schema().name);
    let defaults = node.task.defaults();
    let mut rows = Vec::new();
    node.task.visit_params(&mut |schema, value| {
        let value = value.print();
        let given = of_root.and_then(|given| given.get(schema.name));
        let origin = match (given, needed_by) {
            (Some(given), _) => from(given, schema, &value),
            (None, _) if is_root => by_default(schema, &value),
            // Whether who needs it has set it or left it is not known; what is the default
            // by its value is called that.
            _ if defaults.get(schema.name) == Some(&value) => by_default(schema, &value),
            (_, needed_by) => format!("input of {}", needed_by.unwrap_or("the plan")),
        };
        rows.push(Row {
            key: schema.name.to_owned(),
            value: if schema.secret {
                MASK.to_owned()
            } else {
                value
            },
            origin,
        });
    });
    rows
}

/// Where a value was given, and the word or range that it comes from.
fn from(given: &Given, schema: &ParamSchema, value: &str) -> String {
    let origin = &given.origin;
    match given.words.as_slice() {
        [word] if word != value && !schema.secret && range::is_for(schema.kind) => {
            format!("{origin} ({word})")
        }
        _ => origin.to_string(),
    }
}

/// That a value is the default; of a time, the word that it comes from.
fn by_default(schema: &ParamSchema, value: &str) -> String {
    let origin = Origin::Default;
    match schema.default {
        Some(source) if range::is_of_time(schema.kind) && source != value && !schema.secret => {
            format!("{origin} ({source})")
        }
        _ => origin.to_string(),
    }
}

impl Explanation {
    /// The exit code: a task that cannot be run as it is configured is a mistake.
    pub(crate) fn exit(&self) -> ExitKind {
        let failures = self.tasks.iter().filter_map(|task| task.failure.as_ref());
        ExitKind::of(failures.map(|failure| failure.kind), None)
    }
}
