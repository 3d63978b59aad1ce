//! What the crate `tracing` is told of a run: a span for the run, one for each try of a task,
//! and an event for what a person should know of.
//!
//! What a task's own code logs with `tracing` is inside the span of its try. Without a
//! subscriber all of this is one look at a number.

use std::future::Future;

use tracing::field::{Empty, display};
use tracing::level_filters::LevelFilter;
use tracing::{Instrument, Span};

use super::{Context, Event, EventKind, RunId, RunView, Stop};
use crate::failure::Failure;
use crate::task::TaskSchema;

/// The target of everything that the run itself says: `RUST_LOG=pipeline=debug`.
pub(crate) const TARGET: &str = "pipeline";
/// The name of the span of a run.
pub(crate) const RUN: &str = "run";
/// The name of the span of a task's try.
pub(crate) const TASK: &str = "task";

/// The span of a run.
pub(super) fn of_run(id: &RunId, tasks: usize) -> Span {
    tracing::info_span!(target: TARGET, RUN, id = %id, tasks)
}

/// The span of a try of a task, inside the current one.
pub(super) fn of_try(cx: &Context, schema: &TaskSchema) -> Span {
    tracing::info_span!(
        target: TARGET,
        TASK,
        id = %cx.task(),
        label = cx.label(),
        r#type = schema.name,
        attempt = cx.attempt(),
        dir = %cx.dir().display(),
        outcome = Empty,
    )
}

/// Does a task's work inside its span, and says there how it ended.
pub(super) async fn within<F>(span: Span, stop: impl Fn() -> Stop, work: F) -> Result<(), Failure>
where
    F: Future<Output = Result<(), Failure>>,
{
    let mut outcome = Outcome(Some(&span));
    let result = work.instrument(span.clone()).await;
    outcome.0.take().inspect(|span| {
        let word = match &result {
            Ok(()) => "succeeded",
            Err(_) if stop() > Stop::No => "stopped",
            Err(_) => "failed",
        };
        span.record("outcome", word);
    });
    result
}

/// Whoever drops a task at work has stopped it.
struct Outcome<'s>(Option<&'s Span>);

impl Drop for Outcome<'_> {
    fn drop(&mut self) {
        if let Some(span) = self.0 {
            span.record("outcome", "stopped");
        }
    }
}

/// Says what happened, as far as a log is the place for it.
pub(super) fn log(event: &Event, view: &RunView) {
    // The one look: nothing below is worked out for nobody.
    if LevelFilter::current() == LevelFilter::OFF {
        return;
    }
    let label = || {
        display(
            view.number(&event.kind)
                .map_or_else(String::new, |it| view.label(it)),
        )
    };
    let id = || event.kind.task().map(|task| display(task.to_string()));
    match &event.kind {
        EventKind::RunStarted {
            run,
            tasks,
            complete,
            ..
        } => {
            tracing::info!(target: TARGET, %run, tasks, complete, "the run began");
        }
        EventKind::EnginePrepared {
            engine,
            failure: Some(failure),
            ..
        } => {
            tracing::error!(target: TARGET, %engine, cause = %failure, "an engine is not ready");
        }
        EventKind::TaskSucceeded { elapsed, .. } => {
            tracing::debug!(target: TARGET, task = id(), label = label(), ?elapsed, "a task succeeded");
        }
        EventKind::TaskRetrying {
            attempt,
            of,
            after,
            failure,
            ..
        } => {
            tracing::warn!(target: TARGET, task = id(), label = label(), attempt, of, ?after,
                cause = %failure, "a try of a task failed, and there will be another");
        }
        EventKind::TaskFailed { failure, .. } => {
            tracing::error!(target: TARGET, task = id(), label = label(), cause = %failure, "a task failed");
        }
        EventKind::TaskStopped { failure, .. } => {
            tracing::warn!(target: TARGET, task = id(), label = label(), cause = %failure, "a task was stopped");
        }
        EventKind::HookFailed { hook, failure, .. } => {
            tracing::warn!(target: TARGET, task = id(), label = label(), %hook, cause = %failure, "a hook failed");
        }
        EventKind::TaskSkipped { .. } => {
            tracing::debug!(target: TARGET, task = id(), label = label(), "a task is skipped");
        }
        EventKind::TaskMessage { message, .. } => {
            tracing::debug!(target: TARGET, task = id(), label = label(), "{message}");
        }
        EventKind::StopRequested { stop, cause } => {
            tracing::warn!(target: TARGET, ?stop, ?cause, "the run is asked to stop");
        }
        EventKind::RunFinished {
            succeeded,
            failed,
            stopped,
            skipped,
            not_started,
            elapsed,
        } => {
            tracing::info!(target: TARGET, succeeded, failed, stopped, skipped, not_started,
                ?elapsed, "the run ended");
        }
        _ => {}
    }
}
