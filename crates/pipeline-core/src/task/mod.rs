//! What a task is: a value that can be planned and run.

mod any;
mod control;
mod id;
mod input;
mod schema;
mod source;

pub use any::AnyTask;
pub use control::Control;
pub use id::TaskId;
pub use input::{Dependencies, Input, Inputs, Resolved};
pub use schema::{InputSchema, OutputSchema, ParamSchema, TaskKind, TaskSchema};
pub use source::{ParamValues, Problem};

use std::future::Future;

use crate::config::{Explained, Settings};
use crate::failure::{Failure, Result};
use crate::finding::{Finding, Thoroughness};
use crate::param::AnyParam;
use crate::row::Column;
use crate::run::Context;
use crate::target::AnyTarget;

/// A task: parameters in, outputs out, and what must be done before. Derived, never written.
///
/// Invariant: a task is a value. Equal parameters make equal tasks with equal ids, in every
/// process and on every day; `dependencies` and `outputs` depend on nothing else.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a task",
    label = "not a task",
    note = "add `#[derive(SparkTask)]`, `#[derive(Task)]`, `#[derive(ExternalTask)]` or `#[derive(WrapperTask)]` to `{Self}`; a plain value is a parameter and needs no `Input`"
)]
pub trait Task: Send + Sync + Sized + 'static {
    /// What is known of it without a value.
    const SCHEMA: &'static TaskSchema;

    /// The name that stands in the id: the path, and for a generic task its arguments.
    fn type_path() -> String {
        Self::SCHEMA.path.to_owned()
    }

    /// Shows every parameter with its description, in the order of the fields.
    fn visit_params(&self, visit: &mut dyn FnMut(&'static ParamSchema, &dyn AnyParam));

    /// The task that these values make; problems are collected in `values`.
    fn from_params(values: &mut ParamValues) -> Option<Self>;

    /// Evaluates the input expressions: the tasks that must be done before this one.
    fn dependencies(&self, found: &mut Dependencies);

    /// Fills the input fields with the graph's own instances, in the order of
    /// [`Task::dependencies`].
    fn connect(&mut self, resolved: &mut Resolved);

    /// Shows every input field with the tasks it is connected to.
    fn visit_inputs(&self, visit: &mut dyn FnMut(&'static InputSchema, &[&dyn AnyTask]));

    /// Shows every output with its description, in the order of the fields.
    fn visit_outputs(&self, visit: &mut dyn FnMut(&'static OutputSchema, &dyn AnyTarget));

    /// Does the work. Whoever calls it has done the inputs and checks the outputs after.
    fn run(&self, cx: &Context) -> impl Future<Output = Result<()>> + Send;

    /// How it is to be run, as its attributes say.
    fn control(&self) -> Control {
        Control::default()
    }

    /// What its author wants done when it has succeeded. What depends on it does not wait.
    fn on_success(&self, _cx: &Context) -> impl Future<Output = Result<()>> + Send {
        async { Ok(()) }
    }

    /// What its author wants done when it has failed for good: after the last try.
    fn on_failure(
        &self,
        _cx: &Context,
        _failure: &Failure,
    ) -> impl Future<Output = Result<()>> + Send {
        async { Ok(()) }
    }

    /// What would be run, for `plan`: nothing for a task that is plain Rust.
    ///
    /// # Errors
    /// The task cannot be run as it is declared and configured.
    fn preview(&self, _settings: &Settings) -> std::result::Result<Option<Preview>, Failure> {
        Ok(None)
    }

    /// Every setting with its origin, for `explain`.
    ///
    /// # Errors
    /// The task cannot be run as it is declared and configured.
    fn explain(&self, _settings: &Settings) -> std::result::Result<Vec<Explained>, Failure> {
        Ok(Vec::new())
    }

    /// What is known of it before it runs, as far as its declaration, its settings and, if it
    /// is looked at thoroughly, the machine tell. It changes nothing; it may block.
    fn verify(&self, _settings: &Settings, _how: Thoroughness) -> Vec<Finding> {
        Vec::new()
    }
}

/// A task with exactly one output, which is what an `arg` on an input passes on, and what its
/// `reads` is compared with. Derived.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a task with exactly one output, so it must be said which one is meant",
    label = "which output?",
    note = "name the output field: `of = field` beside `input = …`; if `{Self}` is no task, derive one for it"
)]
pub trait SoleOutput: Task {
    /// The columns of the output, where they were declared.
    const COLUMNS: Option<&'static [Column]> = None;

    /// The output.
    fn sole_output(&self) -> &dyn AnyTarget;
}

/// The work of a task in Rust. Written by the author beside `#[derive(Task)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `run`",
    label = "derives `Task`, so it must say what it does",
    note = "write `impl Run for {Self} {{ async fn run(&self, cx: &Context) -> Result<()> {{ … }} }}`; a task that is never run derives `ExternalTask`, one that only has inputs `WrapperTask`"
)]
pub trait Run: RunsRust + Send + Sync {
    /// Does the work and writes the outputs.
    ///
    /// # Errors
    /// Any error: the task has failed, what is downstream is skipped.
    fn run(&self, cx: &Context) -> impl RunFuture + Send;
}

/// That a task's work is Rust, so that somebody calls its [`Run::run`]. Derived with `Task`; the
/// other derives know what their tasks do and would never call it.
#[diagnostic::on_unimplemented(
    message = "nobody would ever call this `run`: `{Self}` does not derive `Task`",
    label = "does not derive `Task`",
    note = "only `#[derive(Task)]` calls `run`: write that on `{Self}`; a `SparkTask` runs its application and an `ExternalTask` or `WrapperTask` nothing, so if it is one of them, take this `impl Run` away"
)]
pub trait RunsRust {}

/// What [`Run::run`] returns: the future of an `async fn` with a [`Result`]. A trait of its own
/// for what rustc says where it is something else; nobody implements it.
#[diagnostic::on_unimplemented(
    message = "`run` is an `async fn` that returns `Result<()>`",
    label = "this `run` is not",
    note = "write `async fn run(&self, cx: &Context) -> Result<()> {{ … }}`, and `Ok(())` at its end"
)]
pub trait RunFuture: Future<Output = Result<()>> {}

#[diagnostic::do_not_recommend]
impl<F: Future<Output = Result<()>>> RunFuture for F {}

/// What a task would run, for a person: readable, and to paste.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Preview {
    /// The command with its options, one a line; secrets masked.
    pub lines: Vec<String>,
    /// The same as one line that a POSIX shell takes; secrets masked. Empty where there is
    /// nothing to paste yet, since the run itself writes what the line would need.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub shell: String,
    /// What a person should know before it runs: settings that have no effect, say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}
