//! Which outputs are there.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use crate::failure::{Failure, FailureKind};
use crate::target::partial::Notes;
use crate::target::{AnyTarget, Completion, store};
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

    /// What is there in place of an output that is not complete, if anything is.
    fn instead(&self, _output: &OutputAt) -> Option<String> {
        None
    }
}

/// The stores that this process knows.
#[derive(Clone, Copy, Debug)]
pub struct Stores;

impl Completeness for Stores {
    fn are_complete(&self, outputs: &[OutputAt]) -> Vec<Result<bool, Failure>> {
        Completeness::are_complete(&store::known(), outputs)
    }

    fn instead(&self, output: &OutputAt) -> Option<String> {
        store::known().instead(output)
    }
}

impl Completeness for store::Stores {
    fn are_complete(&self, outputs: &[OutputAt]) -> Vec<Result<bool, Failure>> {
        let targets: Vec<&dyn AnyTarget> = outputs.iter().map(|it| it as _).collect();
        let answers = Self::are_complete(self, &targets);
        answers
            .into_iter()
            .map(|answer| answer.map_err(Failure::from))
            .collect()
    }

    fn instead(&self, output: &OutputAt) -> Option<String> {
        // An error was told when the output was looked for; here it would be told twice.
        match self.state(output).ok()? {
            state @ store::State::Unfinished { .. } => Some(state.to_string()),
            store::State::Complete | store::State::Absent => None,
        }
    }
}

/// Believes another's word that an output is there only if no note says that the program that
/// wrote it has not succeeded: a failed task is not done, whatever it wrote.
pub(crate) struct Noted {
    inner: Arc<dyn Completeness>,
    state_dir: PathBuf,
    /// Listed once, by the first who asks.
    notes: OnceLock<Result<Notes, Failure>>,
}

impl Noted {
    /// `inner`, with the notes that a state folder has when it is asked first.
    pub(crate) fn new(inner: Arc<dyn Completeness>, state_dir: impl Into<PathBuf>) -> Arc<Self> {
        Arc::new(Self {
            inner,
            state_dir: state_dir.into(),
            notes: OnceLock::new(),
        })
    }

    fn doubt(&self, output: &OutputAt) -> Result<Option<PathBuf>, Failure> {
        let list = || Notes::list(&self.state_dir).map_err(Failure::from);
        match self.notes.get_or_init(list) {
            Ok(notes) => Ok(notes.doubt(output)),
            Err(failure) => Err(failure.clone()),
        }
    }
}

impl Completeness for Noted {
    fn are_complete(&self, outputs: &[OutputAt]) -> Vec<Result<bool, Failure>> {
        let answers = self.inner.are_complete(outputs);
        let believed = answers.into_iter().zip(outputs);
        believed
            .map(|(answer, output)| Ok(answer? && self.doubt(output)?.is_none()))
            .collect()
    }

    fn instead(&self, output: &OutputAt) -> Option<String> {
        let inner = self.inner.instead(output);
        inner.or_else(|| {
            let note = self.doubt(output).ok().flatten()?;
            Some(format!(
                "there, but the program that wrote it has not succeeded, or not ended yet; {} \
                 says so",
                note.display()
            ))
        })
    }
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
    let mut answers = completeness.are_complete(outputs).into_iter();
    for output in outputs {
        // No answer is no success.
        let there = answers.next().unwrap_or(Ok(false));
        if !there.map_err(|failure| naming(failure, output))? {
            missing.push(output);
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    Err(missing_outputs(task, &missing, completeness))
}

/// The failure of a check, with the output that was looked for.
pub(super) fn naming(failure: Failure, output: &OutputAt) -> Failure {
    failure.context(format!(
        "while looking whether output `{}` is there: {}",
        output.name, output.location
    ))
}

pub(super) fn missing_outputs(
    task: &dyn AnyTask,
    missing: &[&OutputAt],
    completeness: &dyn Completeness,
) -> Failure {
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
    missing.iter().fold(failure, |failure, output| {
        match completeness.instead(output) {
            Some(state) => failure.context(format!("{} is {state}", output.location)),
            None => failure,
        }
    })
}

fn describe(output: &OutputAt) -> String {
    format!("{} ({}, `{}`)", output.location, output.format, output.name)
}
