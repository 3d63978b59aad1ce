//! One task at work.

use std::sync::Arc;

use tokio::task::JoinError;

use super::completeness::{Completeness, outputs_of, verify};
use super::panics::{caught, of_panic};
use super::{Context, Stop};
use crate::failure::{Failure, FailureKind, TaskError};
use crate::plan::Plan;
use crate::task::TaskKind;

/// Does a task's work and looks whether its outputs are there.
///
/// It holds the plan, not the task: a task that outlived its plan would take the chain of its
/// inputs with it when it is dropped, one inside the other.
pub(super) async fn work(
    plan: Arc<Plan>,
    number: u32,
    cx: Context,
    completeness: Arc<dyn Completeness>,
) -> Result<(), Failure> {
    let task = &*plan.node(number).task;
    if task.schema().kind != TaskKind::External {
        let run = async { task.run(&cx).await.map_err(TaskError::into_failure) };
        caught(run, cx.dir()).await?;
    }
    let outputs = outputs_of(task);
    if outputs.is_empty() {
        return Ok(());
    }
    let checked = {
        let plan = Arc::clone(&plan);
        tokio::task::spawn_blocking(move || {
            verify(&*plan.node(number).task, &outputs, &*completeness)
        })
        .await
    };
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
