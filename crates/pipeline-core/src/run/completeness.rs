//! Which outputs are there.

use std::path::{Path, PathBuf};

use crate::failure::{Failure, FailureKind};
use crate::target::{AnyTarget, Completion};
use crate::task::{AnyTask, TaskKind};

/// An output of a task, apart from it: what must be known to look whether it is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputAt {
    /// The output field.
    pub name: &'static str,
    /// Its location.
    pub location: String,
    /// What it is: `file`, `parquet`, ….
    pub format: &'static str,
    /// How it is known to be complete.
    pub completion: Completion,
}

impl AnyTarget for OutputAt {
    fn location(&self) -> &str {
        &self.location
    }
    fn format(&self) -> &'static str {
        self.format
    }
    fn completion(&self) -> Completion {
        self.completion
    }
    fn columns(&self) -> Option<&'static [crate::row::Column]> {
        None
    }
}

/// The outputs of a task, in the order of its fields.
#[must_use]
pub fn outputs_of(task: &dyn AnyTask) -> Vec<OutputAt> {
    let mut outputs = Vec::new();
    task.visit_outputs(&mut |schema, target| {
        outputs.push(OutputAt {
            name: schema.name,
            location: target.location().to_owned(),
            format: target.format(),
            completion: target.completion(),
        });
    });
    outputs
}

/// Says which outputs are there. It may block: it is called on threads for that.
pub trait Completeness: Send + Sync + 'static {
    /// For each output whether it is complete; an error says why nobody can tell.
    fn are_complete(&self, outputs: &[OutputAt]) -> Vec<Result<bool, Failure>>;
}

/// Asks the stores that the locations name.
#[derive(Clone, Copy, Debug)]
pub struct Stores;

impl Completeness for Stores {
    fn are_complete(&self, outputs: &[OutputAt]) -> Vec<Result<bool, Failure>> {
        outputs.iter().map(is_complete).collect()
    }
}

fn is_complete(output: &OutputAt) -> Result<bool, Failure> {
    let path = local_path(&output.location).ok_or_else(|| {
        Failure::new(
            FailureKind::Configuration,
            format!("no store for {}", output.location),
        )
        .hint("only local paths and file: URIs can be checked for now")
    })?;
    let path = match output.completion {
        Completion::Exists => path,
        Completion::SuccessMarker => path.join("_SUCCESS"),
    };
    path.try_exists().map_err(|error| {
        Failure::new(FailureKind::Environment, error.to_string())
            .context(format!("looking for {}", path.display()))
    })
}

fn local_path(location: &str) -> Option<PathBuf> {
    if let Some(path) = location.strip_prefix("file:") {
        return Some(Path::new(path.strip_prefix("//").unwrap_or(path)).to_owned());
    }
    (!location.contains("://")).then(|| PathBuf::from(location))
}

/// Whether all outputs of a task are there; the failure names those that are not.
///
/// Blocks.
pub(super) fn verify(
    task: &dyn AnyTask,
    outputs: &[OutputAt],
    completeness: &dyn Completeness,
) -> Result<(), Failure> {
    let mut missing = Vec::new();
    for (output, there) in outputs.iter().zip(completeness.are_complete(outputs)) {
        if !there.map_err(|failure| naming(failure, output))? {
            missing.push(output);
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    Err(missing_outputs(task, &missing))
}

/// The failure of a check, with the output that was looked for.
pub(super) fn naming(failure: Failure, output: &OutputAt) -> Failure {
    failure.context(format!(
        "while looking whether output `{}` is there: {}",
        output.name, output.location
    ))
}

pub(super) fn missing_outputs(task: &dyn AnyTask, missing: &[&OutputAt]) -> Failure {
    let list: Vec<_> = missing.iter().map(|output| describe(output)).collect();
    let list = list.join(", ");
    let are = if missing.len() == 1 { "is" } else { "are" };
    let failure = match task.schema().kind {
        TaskKind::External => Failure::new(
            FailureKind::ExternalMissing,
            format!("{list} {are} not there"),
        )
        .hint(
            "this task is external: no task of the pipeline makes it. Put it there, or correct \
             the path",
        ),
        TaskKind::Engine(_) => Failure::new(
            FailureKind::OutputMissing,
            format!("the program ended with exit code 0, but {list} {are} not there"),
        )
        .hint("compare the path that the program writes with the one that the task declares"),
        TaskKind::Rust | TaskKind::Wrapper => Failure::new(
            FailureKind::OutputMissing,
            format!("`run` returned Ok, but {list} {are} not there"),
        )
        .hint("`run` must write every output that the task declares"),
    };
    missing
        .iter()
        .fold(failure, |failure, output| match unfinished(output) {
            Some(line) => failure.context(line),
            None => failure,
        })
}

fn describe(output: &OutputAt) -> String {
    format!("{} ({}, `{}`)", output.location, output.format, output.name)
}

/// What is known of a dataset that is there without being complete.
fn unfinished(output: &OutputAt) -> Option<String> {
    let path = local_path(&output.location)?;
    (output.completion == Completion::SuccessMarker && path.exists()).then(|| {
        format!(
            "{} exists but holds no _SUCCESS, which Spark writes last",
            output.location
        )
    })
}
