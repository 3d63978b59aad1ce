//! Tasks that a running task asks for.

use std::future::Future;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio::sync::{mpsc, oneshot};

use super::Context;
use crate::failure::{Failure, FailureKind, Result};
use crate::plan::{Plan, SharedTask};
use crate::task::{AnyTask, Task};

/// What a running task tells of what it requires.
pub(super) enum Ask {
    /// It wants these done, and the plan's own instances of them.
    Require {
        /// The number of the task that asks.
        by: u32,
        /// Which of its questions this is.
        ask: u32,
        tasks: Vec<Box<dyn AnyTask>>,
        answer: oneshot::Sender<Answer>,
    },
    /// The future that waited for an answer is gone.
    Withdraw { by: u32, ask: u32 },
}

/// The tasks that were asked for, all of them done, or why not.
pub(super) type Answer = std::result::Result<Vec<SharedTask>, Failure>;

/// How a task asks; nothing where there is no run.
pub(crate) struct Asks {
    by: u32,
    count: AtomicU32,
    channel: mpsc::UnboundedSender<Ask>,
}

impl Asks {
    pub(super) const fn new(by: u32, channel: mpsc::UnboundedSender<Ask>) -> Self {
        let count = AtomicU32::new(0);
        Self { by, count, channel }
    }
}

impl Context {
    /// Has a task done that only this one knows to be needed, and waits for it. What is done
    /// already is not done again; what is new comes into the plan with all that it depends on.
    ///
    /// ```
    /// # use pipeline_core::{failure::Result, run::Context, task::Task};
    /// # async fn run<Part: Task>(cx: &Context, parts: Vec<Part>) -> Result<()> {
    /// for part in cx.require_all(parts).await? {
    ///     // Its outputs can be read: `part.rows.location()`, say.
    ///     # let _ = part;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// While it waits, this task holds neither a worker nor resources of the run. It goes on
    /// where it was, when all that it asked for has ended and there is a worker for it. So
    /// questions that are asked at once (`join!`) are answered at once, when the last of them
    /// can be.
    ///
    /// Whoever drops the future does not wait any more; what was asked for is done all the same.
    ///
    /// In a [`Context::detached`] there is nobody to run the task: it is given back as it is.
    ///
    /// # Errors
    /// - The task did not succeed: [`FailureKind::Upstream`]. Pass it on with `?`, and this task
    ///   is skipped because of the one that failed, and no failure itself.
    /// - The task, or one that it depends on, waits for this one in turn, so that neither would
    ///   ever end; or it cannot be planned.
    /// - The run is being stopped.
    pub fn require<T: Task>(
        &self,
        task: T,
    ) -> impl Future<Output = Result<SharedTask<T>>> + Send + use<'_, T> {
        let all = self.require_all([task]);
        async move {
            let task = all.await?.pop();
            task.ok_or_else(|| Failure::new(FailureKind::Lost, NO_ANSWER).into())
        }
    }

    /// [`Context::require`] of many, which can so be done at the same time.
    ///
    /// # Errors
    /// As [`Context::require`], when all of them have ended.
    pub fn require_all<T: Task, I: IntoIterator<Item = T>>(
        &self,
        tasks: I,
    ) -> impl Future<Output = Result<Vec<SharedTask<T>>>> + Send + use<'_, T, I> {
        let tasks = tasks.into_iter().map(|task| Box::new(task) as _).collect();
        async move {
            let found = self.ask(tasks).await?.into_iter();
            let typed = found.map(|task| {
                // An id says of which type a task is, so it is the one that was asked for.
                let other_type = || Failure::new(FailureKind::Lost, NO_ANSWER);
                Ok(task.downcast::<T>().ok_or_else(other_type)?)
            });
            typed.collect()
        }
    }

    async fn ask(&self, tasks: Vec<Box<dyn AnyTask>>) -> Answer {
        let Some(Asks { by, count, channel }) = &self.asks else {
            return as_they_are(tasks);
        };
        if tasks.is_empty() {
            return Ok(Vec::new());
        }
        let (answer, answered) = oneshot::channel();
        let mut waiting = Waiting {
            by: *by,
            ask: count.fetch_add(1, Ordering::Relaxed),
            channel,
            answered,
            done: false,
        };
        let ask = Ask::Require {
            by: *by,
            ask: waiting.ask,
            tasks,
            answer,
        };
        let sent = channel.send(ask);
        let answer = (&mut waiting.answered).await;
        waiting.done = true;
        match (sent, answer) {
            (Ok(()), Ok(answer)) => answer,
            // Nobody listens: the run is over.
            _ => Err(Failure::new(FailureKind::Stopped, NO_ANSWER)),
        }
    }
}

const NO_ANSWER: &str = "the run gave no answer about a task that was required";

/// A question without an answer yet. Dropped before that, it is taken back.
struct Waiting<'a> {
    by: u32,
    ask: u32,
    channel: &'a mpsc::UnboundedSender<Ask>,
    answered: oneshot::Receiver<Answer>,
    done: bool,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if !self.done {
            self.answered.close();
            let (by, ask) = (self.by, self.ask);
            // Nobody listens any more only when the run is over.
            let _ = self.channel.send(Ask::Withdraw { by, ask });
        }
    }
}

/// The tasks with their inputs connected, and nothing done.
fn as_they_are(tasks: Vec<Box<dyn AnyTask>>) -> Answer {
    let mut plan = Plan::default();
    let added: std::result::Result<Vec<u32>, _> =
        tasks.into_iter().map(|task| plan.add(task)).collect();
    let numbers = added.map_err(|error| error.failure())?;
    Ok(numbers.into_iter().map(|it| plan.share(it)).collect())
}
