//! What happens in a run, as plain values: what the console, the journal and `--json` are
//! made of.

use std::path::PathBuf;
use std::time::Duration;

use serde::Serialize;

use crate::failure::Failure;
use crate::task::TaskId;

/// Something that happened, and when.
#[derive(Clone, Debug, Serialize)]
pub struct Event {
    /// When, in UTC.
    pub at: jiff::Timestamp,
    /// What.
    #[serde(flatten)]
    pub kind: EventKind,
}

/// What happened.
#[derive(Clone, Debug, Serialize)]
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
    },
    /// A task was done before the run began.
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
        #[serde(serialize_with = "seconds")]
        elapsed: Duration,
    },
    /// A task failed.
    TaskFailed {
        /// The task.
        task: TaskId,
        /// How long its work took.
        #[serde(serialize_with = "seconds")]
        elapsed: Duration,
        /// Why.
        failure: Failure,
    },
    /// A task was not begun, because another failed.
    TaskSkipped {
        /// The task.
        task: TaskId,
        /// The tasks that failed.
        because: Vec<TaskId>,
    },
    /// Somebody asked the run to stop.
    StopRequested {
        /// How.
        stop: super::Stop,
    },
    /// The run ended.
    RunFinished {
        /// How many tasks succeeded, failed and were skipped.
        succeeded: usize,
        /// How many failed or were stopped.
        failed: usize,
        /// How many were not begun.
        skipped: usize,
        /// How long it took.
        #[serde(serialize_with = "seconds")]
        elapsed: Duration,
    },
}

fn seconds<S: serde::Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(duration.as_secs_f64())
}
