//! One task at work.

use std::sync::Arc;

use tokio::task::JoinError;

use super::completeness::{Completeness, outputs_of, verify};
use super::panics::{caught, of_panic};
use super::{Context, Stop};
use crate::failure::{Failure, FailureKind, TaskError};
use crate::plan::SharedTask;
use crate::target::staging;
use crate::task::TaskKind;

/// Does a task's work and looks whether its outputs are there.
///
/// It may outlive the run, if it blocks its thread.
pub(super) async fn work(
    task: SharedTask,
    cx: Context,
    completeness: Arc<dyn Completeness>,
) -> Result<(), Failure> {
    if task.schema().kind == TaskKind::Rust && cx.resume().is_some() {
        sweep(&task, &cx).await?;
    }
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

/// Removes what a run that died left of the outputs under temporary names. That run had begun
/// the task, and this one has its claim: nobody writes them.
async fn sweep(task: &SharedTask, cx: &Context) -> Result<(), Failure> {
    if !cx.is_claimed() {
        return Ok(());
    }
    let outputs = outputs_of(&**task);
    let swept = tokio::task::spawn_blocking(move || {
        let each = outputs
            .iter()
            .map(|output| staging::sweep(&output.location));
        each.collect::<Result<Vec<_>, _>>()
    });
    let swept = swept.await.map_err(of_join_error)?;
    for path in swept?.into_iter().flatten() {
        cx.message(format!(
            "removed {}, which an earlier run left unfinished",
            path.display()
        ));
    }
    Ok(())
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
