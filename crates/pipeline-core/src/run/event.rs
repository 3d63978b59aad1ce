//! What happens in a run, as plain values: what the console, the journal and `--json` are
//! made of.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use crate::task::TaskId;

/// Something that happened, and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// When, in UTC.
    pub at: jiff::Timestamp,
    /// What.
    #[serde(flatten)]
    pub kind: EventKind,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[non_exhaustive]
pub enum EventKind {
    /// The run began.
    RunStarted {
        /// The run's own id, which is also the name of its folder.
        run: String,
        /// The folder of its logs.
        dir: PathBuf,
        /// How many tasks the plan has.
        tasks: usize,
        /// How many of them are done already.
        complete: usize,
        /// How many nobody needs, since all that needs them is done.
        unneeded: usize,
    },
    /// A run that died before this one left something.
    EarlierRun {
        /// The run that died.
        run: String,
        /// How many tasks it had done.
        done: usize,
        /// What it had begun and did not see the end of, as a person calls it.
        at_work: Vec<String>,
        /// What of that may be at work still, and is taken over by this run.
        resumed: Vec<String>,
        /// Why its journal cannot be read, if it cannot.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unreadable: Option<String>,
    },
    /// An engine makes ready what its tasks need.
    EnginePreparing {
        /// The engine.
        engine: String,
    },
    /// An engine is ready, or why it is not: then its tasks fail with this.
    EnginePrepared {
        /// The engine.
        engine: String,
        /// How long it took.
        #[serde(with = "seconds")]
        elapsed: Duration,
        /// What it found: which Spark, say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        found: Option<String>,
        /// Why it is not ready.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        failure: Option<Failure>,
    },
    /// A task was done before the run began, or another run has done it meanwhile.
    TaskComplete {
        /// The task.
        task: TaskId,
    },
    /// A task's own work began.
    TaskStarted {
        /// The task.
        task: TaskId,
        /// As a person calls it.
        label: String,
        /// Which try this is, from 1.
        #[serde(default = "first", skip_serializing_if = "is_first")]
        attempt: u32,
    },
    /// A try of a task failed, and it is going to be tried again.
    TaskRetrying {
        /// The task.
        task: TaskId,
        /// Which try failed, from 1.
        attempt: u32,
        /// How many tries there are at most.
        of: u32,
        /// How long that try took.
        #[serde(with = "seconds")]
        elapsed: Duration,
        /// How long it waits.
        #[serde(with = "seconds")]
        after: Duration,
        /// Why it failed.
        failure: Failure,
    },
    /// A task came into the plan while the run goes on, since another required it.
    TaskAdded {
        /// The task.
        task: TaskId,
        /// As a person calls it.
        label: String,
    },
    /// A running task waits for others that it asked for.
    TaskRequires {
        /// The task that waits.
        task: TaskId,
        /// What it waits for.
        requires: Vec<TaskId>,
    },
    /// What a running task required has ended, and it goes on.
    TaskResumed {
        /// The task.
        task: TaskId,
    },
    /// A task is left to another run on this machine, which is doing it.
    TaskElsewhere {
        /// The task.
        task: TaskId,
        /// The other run, if it is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        run: Option<String>,
    },
    /// How far a task is.
    TaskProgress {
        /// The task.
        task: TaskId,
        /// What is counted: `stage 3`, `files`, ….
        what: String,
        /// How many are done.
        done: u64,
        /// Of how many; nothing where nobody knows.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        total: Option<u64>,
    },
    /// A hook of a task failed. That changes nothing of how the task ended.
    HookFailed {
        /// The task.
        task: TaskId,
        /// `on_success` or `on_failure`.
        hook: String,
        /// Why.
        failure: Failure,
    },
    /// A task said something.
    TaskMessage {
        /// The task.
        task: TaskId,
        /// What it said.
        message: String,
    },
    /// A task's application was given to whoever runs it: enough to find it again.
    Submitted {
        /// The task.
        task: TaskId,
        /// Whoever runs it (`spark-submit`, …) and how it calls the submission.
        submitter: String,
        /// The handle, as the submitter wrote it.
        handle: serde_json::Value,
    },
    /// The id of a task's application became known.
    ApplicationId {
        /// The task.
        task: TaskId,
        /// The id.
        id: String,
    },
    /// Where a task's application can be watched.
    TrackingUrl {
        /// The task.
        task: TaskId,
        /// The URL.
        url: String,
    },
    /// A task succeeded.
    TaskSucceeded {
        /// The task.
        task: TaskId,
        /// How long its work took.
        #[serde(with = "seconds")]
        elapsed: Duration,
    },
    /// A task failed.
    TaskFailed {
        /// The task.
        task: TaskId,
        /// How long its work took.
        #[serde(with = "seconds")]
        elapsed: Duration,
        /// Why.
        failure: Failure,
    },
    /// A task that was at work ended because the run is being stopped.
    TaskStopped {
        /// The task.
        task: TaskId,
        /// How long its work took.
        #[serde(with = "seconds")]
        elapsed: Duration,
        /// How it ended.
        failure: Failure,
    },
    /// A task was not begun, because another failed.
    TaskSkipped {
        /// The task.
        task: TaskId,
        /// The tasks that failed, in plan order; of very many the first 64.
        because: Vec<TaskId>,
    },
    /// A task was not begun, because the run ends before.
    TaskNotStarted {
        /// The task.
        task: TaskId,
    },
    /// Somebody asked the run to stop.
    StopRequested {
        /// How.
        stop: super::Stop,
        /// Why.
        cause: super::StopCause,
    },
    /// The journal of the run cannot be written: nothing new is started until it can.
    JournalFailed {
        /// Why.
        failure: Failure,
    },
    /// The journal can be written again, and has what happened meanwhile.
    JournalGoesOn,
    /// The run ended.
    RunFinished {
        /// How many tasks succeeded.
        succeeded: usize,
        /// How many failed.
        failed: usize,
        /// How many were stopped at work.
        stopped: usize,
        /// How many were not begun because another failed.
        skipped: usize,
        /// How many were not begun because the run ended before.
        not_started: usize,
        /// How long it took.
        #[serde(with = "seconds")]
        elapsed: Duration,
    },
}

impl EventKind {
    /// The task that it is about.
    #[must_use]
    pub const fn task(&self) -> Option<TaskId> {
        match self {
            Self::TaskComplete { task }
            | Self::TaskStarted { task, .. }
            | Self::TaskRetrying { task, .. }
            | Self::TaskAdded { task, .. }
            | Self::TaskRequires { task, .. }
            | Self::TaskResumed { task }
            | Self::TaskElsewhere { task, .. }
            | Self::TaskProgress { task, .. }
            | Self::HookFailed { task, .. }
            | Self::TaskMessage { task, .. }
            | Self::Submitted { task, .. }
            | Self::ApplicationId { task, .. }
            | Self::TrackingUrl { task, .. }
            | Self::TaskSucceeded { task, .. }
            | Self::TaskFailed { task, .. }
            | Self::TaskStopped { task, .. }
            | Self::TaskSkipped { task, .. }
            | Self::TaskNotStarted { task } => Some(*task),
            Self::RunStarted { .. }
            | Self::EarlierRun { .. }
            | Self::EnginePreparing { .. }
            | Self::EnginePrepared { .. }
            | Self::StopRequested { .. }
            | Self::JournalFailed { .. }
            | Self::JournalGoesOn
            | Self::RunFinished { .. } => None,
        }
    }

    /// Whether a task may say this of itself. Where a task stands is for the run to say.
    #[must_use]
    pub(super) const fn is_told_by_tasks(&self) -> bool {
        matches!(
            self,
            Self::TaskMessage { .. }
                | Self::TaskProgress { .. }
                | Self::Submitted { .. }
                | Self::ApplicationId { .. }
                | Self::TrackingUrl { .. }
        )
    }

    /// Takes the secrets out of every text.
    pub(super) fn mask(&mut self, mask: &dyn Fn(&str) -> String) {
        match self {
            Self::TaskStarted { label: text, .. }
            | Self::TaskAdded { label: text, .. }
            | Self::TaskProgress { what: text, .. }
            | Self::TaskMessage { message: text, .. }
            | Self::ApplicationId { id: text, .. }
            | Self::TrackingUrl { url: text, .. } => *text = mask(text),
            Self::Submitted { handle, .. } => mask_json(handle, mask),
            Self::EarlierRun {
                at_work, resumed, ..
            } => {
                for label in at_work.iter_mut().chain(resumed) {
                    *label = mask(label);
                }
            }
            Self::TaskFailed { failure, .. }
            | Self::TaskStopped { failure, .. }
            | Self::TaskRetrying { failure, .. }
            | Self::HookFailed { failure, .. }
            | Self::JournalFailed { failure }
            | Self::EnginePrepared {
                failure: Some(failure),
                ..
            } => mask_failure(failure, mask),
            _ => {}
        }
    }
}

const fn first() -> u32 {
    1
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde hands a reference
const fn is_first(attempt: &u32) -> bool {
    *attempt == 1
}

fn mask_failure(failure: &mut Failure, mask: &dyn Fn(&str) -> String) {
    let Failure {
        kind: _,
        cause,
        context,
        last_lines,
        log: _,
        rerun,
        hint,
        exit_code: _,
        permanent: _,
        because: _,
    } = failure;
    for text in std::iter::once(cause)
        .chain(context)
        .chain(last_lines)
        .chain(rerun)
        .chain(hint)
    {
        *text = mask(text);
    }
}

fn mask_json(value: &mut serde_json::Value, mask: &dyn Fn(&str) -> String) {
    match value {
        serde_json::Value::String(text) => *text = mask(text),
        // The depth is that of a handle, which a submitter of ours wrote.
        serde_json::Value::Array(values) => values.iter_mut().for_each(|it| mask_json(it, mask)),
        serde_json::Value::Object(map) => map.values_mut().for_each(|it| mask_json(it, mask)),
        _ => {}
    }
}

/// A length of time as a number of seconds.
mod seconds {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serializer, de};

    pub(super) fn serialize<S: Serializer>(
        it: &Duration,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(it.as_secs_f64())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
        Duration::try_from_secs_f64(f64::deserialize(from)?).map_err(de::Error::custom)
    }
}
