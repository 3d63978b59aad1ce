//! What the author of a program wants done after a run.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use super::message::Message;
use super::program::{Program, Streams};
use crate::failure::{Failure, FailureKind, Result, TaskError};
use crate::param::Param;
use crate::run::{RunReport, caught, signals};

/// How long a hook may take: one that hangs must not keep the program for ever.
const LONGEST: Duration = Duration::from_secs(10 * 60);

type Done<'a> = Pin<Box<dyn Future<Output = Result<()>> + 'a>>;

/// A hook of a program.
pub(crate) type Hook = Arc<dyn for<'a> Fn(&'a RunReport) -> Done<'a> + Send + Sync>;

/// The hooks of a program, in the order in which they were added.
#[derive(Clone, Default)]
pub(crate) struct Hooks {
    pub(crate) on_success: Vec<Hook>,
    pub(crate) on_failure: Vec<Hook>,
}

fn hook<F>(call: F) -> Hook
where
    F: AsyncFn(&RunReport) -> Result<()> + Send + Sync + 'static,
{
    let call = Arc::new(call);
    Arc::new(move |report| {
        let call = Arc::clone(&call);
        Box::pin(async move { call(report).await })
    })
}

impl Program {
    /// Adds what is done after each run in which every task that was needed is done.
    ///
    /// It runs when everything has been told. A failure of it is printed on standard error and
    /// changes nothing of the exit code. It has ten minutes, and a signal ends it.
    ///
    /// ```no_run
    /// # use pipeline_core::{cli::Program, run::State};
    /// let program = Program::new().on_success(async |report| {
    ///     let done = report.view().count(State::Succeeded);
    ///     std::fs::write("last-success", format!("{done} tasks"))?;
    ///     Ok(())
    /// });
    /// ```
    #[must_use]
    pub fn on_success<F>(mut self, call: F) -> Self
    where
        F: AsyncFn(&RunReport) -> Result<()> + Send + Sync + 'static,
    {
        self.hooks.on_success.push(hook(call));
        self
    }

    /// Adds what is done after each run in which something failed or that was stopped; what it
    /// was, says the report. A run that did not begin (a mistake in the configuration, another
    /// run that does the same) has none. Else as [`Program::on_success`].
    #[must_use]
    pub fn on_failure<F>(mut self, call: F) -> Self
    where
        F: AsyncFn(&RunReport) -> Result<()> + Send + Sync + 'static,
    {
        self.hooks.on_failure.push(hook(call));
        self
    }
}

impl Hooks {
    /// Calls those that fit how the run ended, one after another.
    pub(crate) async fn call(&self, report: &RunReport, listens: bool, streams: &Streams<'_>) {
        let (name, hooks) = if report.is_success() {
            ("on_success", &self.on_success)
        } else {
            ("on_failure", &self.on_failure)
        };
        for hook in hooks {
            if let Err(failure) = called(hook, report, listens).await {
                let view = report.view();
                let title = format!("the hook `{name}` of the program failed: {failure}");
                let mut message = Message::new(view.masked(title));
                for line in failure.context {
                    message = message.detail(format!("  {}", view.masked(line)));
                }
                streams.err(&message.render("error"));
            }
        }
    }
}

async fn called(
    hook: &Hook,
    report: &RunReport,
    listens: bool,
) -> std::result::Result<(), Failure> {
    let work = async { hook(report).await.map_err(TaskError::into_failure) };
    let stopped = async {
        // The run has listened for signals, so that they do not end the process by themselves.
        match listens.then(signals) {
            Some(Ok(mut signals)) => signals.recv().await,
            _ => std::future::pending().await,
        }
    };
    tokio::select! {
        done = caught(work, report.view().dir()) => done,
        _ = stopped => Err(Failure::new(FailureKind::Stopped, "it was stopped by a signal")),
        () = tokio::time::sleep(LONGEST) => {
            let cause = format!("it took longer than {} and was dropped", LONGEST.print());
            Err(Failure::new(FailureKind::TimedOut, cause))
        }
    }
}
