//! What a task's `run` sees of the run.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use super::Trace;
use super::event::EventKind;
use super::mailbox::{Events, Teller};
use super::require::Asks;
use super::{Claims, Resume};
use crate::config::Settings;
use crate::engine::Extensions;
use crate::task::{AnyTask, TaskId};

/// How urgently a run, or one task of it, is asked to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stop {
    /// It is not.
    No,
    /// Stop what runs, in order.
    Gracefully,
    /// Kill what runs.
    Now,
}

/// What a task's `run` sees of the run: its folder, its settings, and whether to stop.
pub struct Context {
    pub(crate) task: TaskId,
    pub(crate) attempt: u32,
    pub(crate) label: String,
    pub(crate) dir: PathBuf,
    pub(crate) settings: Arc<Settings>,
    pub(crate) extensions: Arc<Extensions>,
    pub(crate) stop: watch::Receiver<Stop>,
    pub(crate) resume: Option<Resume>,
    /// A task that is given up and still blocks its thread keeps its claim by this.
    pub(crate) claims: Option<Claims>,
    pub(crate) events: Teller,
    pub(crate) trace: Option<Trace>,
    pub(crate) asks: Option<Asks>,
}

/// The other end of a [`Context::detached`]: what a run would hold.
pub struct Detached {
    /// What the task told.
    pub events: Events,
    /// How the task is asked to stop.
    pub stop: watch::Sender<Stop>,
}

impl Context {
    /// A context without a run, to call the `run` of a task by hand: in a test of it, say.
    #[must_use]
    pub fn detached(
        task: &dyn AnyTask,
        dir: impl Into<PathBuf>,
        settings: Settings,
        extensions: Extensions,
    ) -> (Self, Detached) {
        let (events, told) = Events::new();
        let (asks, stop) = watch::channel(Stop::No);
        let context = Self {
            task: task.id(),
            attempt: 1,
            label: task.label(),
            dir: dir.into(),
            settings: Arc::new(settings),
            extensions: Arc::new(extensions),
            stop,
            resume: None,
            claims: None,
            events,
            trace: None,
            asks: None,
        };
        let other_end = Detached {
            events: told,
            stop: asks,
        };
        (context, other_end)
    }

    /// The task that runs.
    #[must_use]
    pub const fn task(&self) -> TaskId {
        self.task
    }

    /// Which try this is, from 1.
    #[must_use]
    pub const fn attempt(&self) -> u32 {
        self.attempt
    }

    /// What a program that the task starts gets as `TRACEPARENT`, so that its spans are inside
    /// this try's; nothing if the run's trace goes nowhere. As W3C Trace Context has it.
    #[must_use]
    pub fn traceparent(&self) -> Option<String> {
        let trace = self.trace?;
        Some(trace.traceparent(trace.task_span(self.task, self.attempt)))
    }

    /// The task as a person calls it.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// A folder for this try of this task in this run: logs and whatever it needs. It may not
    /// exist yet. That of a second try is `try-2` in that of the first, and so on, so that no
    /// try writes over what another printed.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The task's settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What engines have made ready, by type.
    #[must_use]
    pub fn extensions(&self) -> &Extensions {
        &self.extensions
    }

    /// What a run that died left of this task: it had begun it, and perhaps handed an
    /// application over that is still at work.
    #[must_use]
    pub const fn resume(&self) -> Option<&Resume> {
        self.resume.as_ref()
    }

    /// Whether this run alone does the task, of all on this machine.
    pub(crate) const fn is_claimed(&self) -> bool {
        self.claims.is_some()
    }

    /// The same context for a task that a run which died had begun: for tests of such a task.
    #[must_use]
    pub fn resuming(mut self, resume: Resume) -> Self {
        self.resume = Some(resume);
        self
    }

    /// Whether, and how, the task is asked to stop at this moment: with the run, or since its
    /// own time is over.
    #[must_use]
    pub fn stop(&self) -> Stop {
        *self.stop.borrow()
    }

    /// Waits until the task is asked to stop at least this urgently.
    pub async fn stopped(&self, at_least: Stop) {
        let mut stop = self.stop.clone();
        // An error means that the run itself is gone, which is as good a reason.
        let _ = stop.wait_for(|stop| *stop >= at_least).await;
    }

    /// Says something to whoever watches the run.
    ///
    /// It does not wait. Who says very much at once is not heard whole: then the last messages
    /// are told, and how many are left out.
    pub fn message(&self, message: impl Into<String>) {
        self.emit(EventKind::TaskMessage {
            task: self.task,
            message: message.into(),
        });
    }

    /// Says how far it is: so many of so many, of what. The last word counts.
    ///
    /// ```
    /// # async fn run(cx: &pipeline_core::run::Context) {
    /// for file in 0..12 {
    ///     cx.progress("files", file, Some(12));
    /// }
    /// # }
    /// ```
    pub fn progress(&self, what: impl Into<String>, done: u64, total: Option<u64>) {
        self.emit(EventKind::TaskProgress {
            task: self.task,
            what: what.into(),
            done,
            total,
        });
    }

    /// Tells what happens to the task; engines do.
    pub fn emit(&self, event: EventKind) {
        self.events.tell(event);
    }
}
