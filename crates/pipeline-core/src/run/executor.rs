//! One task at work.

use std::sync::Arc;

use tokio::task::JoinError;

use super::completeness::{Completeness, outputs_of, verify};
use super::panics::{caught, of_panic};
use super::{Context, Stop};
use crate::failure::{Failure, FailureKind, TaskError};
use crate::plan::SharedTask;
use crate::task::TaskKind;

/// Does a task's work and looks whether its outputs are there.
///
/// It may outlive the run, if it blocks its thread.
pub(super) async fn work(
    task: SharedTask,
    cx: Context,
    completeness: Arc<dyn Completeness>,
) -> Result<(), Failure> {
    if task.schema().kind != TaskKind::External {
        let run = async { task.run(&cx).await.map_err(TaskError::into_failure) };
        caught(run, cx.dir()).await?;
    }
    let outputs = outputs_of(&*task);
    if outputs.is_empty() {
        return Ok(());
    }
    let checked =
        { tokio::task::spawn_blocking(move || verify(&*task, &outputs, &*completeness)).await };
    let mut result = checked.unwrap_or_else(|error| Err(of_join_error(error)));
    if let Err(failure) = &mut result
        && failure.kind == FailureKind::OutputMissing
        && cx.dir().is_dir()
    {
        failure.log.get_or_insert_with(|| cx.dir().to_owned());
    }
    result
}

/// Why a tokio task ended without a result.
pub(super) fn of_join_error(error: JoinError) -> Failure {
    match error.try_into_panic() {
        Ok(panic) => of_panic(&*panic),
        Err(_) => Failure::new(
            FailureKind::Stopped,
            "it did not end by itself when it was asked to, and was dropped",
        ),
    }
}

/// A task that had not ended when the run did.
pub(super) fn given_up(asked: Stop) -> Failure {
    let asked = match asked {
        Stop::Now => "at once",
        Stop::Gracefully | Stop::No => "in order",
    };
    Failure::new(
        FailureKind::Stopped,
        format!("it was asked to stop {asked} and still blocks its thread"),
    )
    .hint("blocking work belongs into `tokio::task::spawn_blocking`, in pieces that end soon")
}
