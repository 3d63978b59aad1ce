//! Ways to submit an application: one trait, an implementation a file.

pub mod conformance;
pub(crate) mod left;
pub mod spark_submit;
pub mod standalone;
mod telling;

use std::path::PathBuf;

use pipeline_core::Failure;
use pipeline_core::engine::BoxFuture;
use pipeline_core::run::Stop;
use pipeline_core::task::Preview;
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;

use crate::SparkApplication;
use crate::watch::Progress;

pub use spark_submit::SparkSubmit;

/// A way to submit applications.
///
/// Every implementation passes the public conformance suite, the same for all
/// ([`conformance`]).
pub trait Submitter: Send + Sync + 'static {
    /// Its name, which the journal keeps beside a handle: `spark-submit`, `livy`, …
    fn name(&self) -> &'static str;

    /// What would be run, for a person.
    ///
    /// # Errors
    /// The application cannot be submitted this way.
    fn preview(&self, application: &SparkApplication) -> Result<Preview, Failure>;

    /// Submits an application. `events` is told as things become known; a
    /// [`SubmissionEvent::Submitted`] with the handle comes first.
    ///
    /// # Errors
    /// It could not be submitted; nothing of it is left.
    fn submit<'a>(
        &'a self,
        application: &'a SparkApplication,
        place: &'a Place,
        events: mpsc::UnboundedSender<SubmissionEvent>,
    ) -> BoxFuture<'a, Result<Box<dyn Submission>, Failure>>;

    /// What became of an application whose [`Submitter::submit`] was dropped half-way, as happens
    /// with [`Stop::Now`]: [`Outcome::Stopped`] only if nothing of it can be left running.
    fn given_up(&self, application: &SparkApplication) -> Outcome;

    /// Whether what has this handle may be at work when the process that submitted it is gone. If
    /// not, there is nothing to attach to afterwards, and nothing is lost by submitting again.
    fn outlives(&self, handle: &Handle) -> bool;

    /// Finds a submission again by its handle, in another process and after any of ours died.
    ///
    /// # Errors
    /// It cannot be found from here; whether it runs is unknown.
    fn attach<'a>(
        &'a self,
        handle: &'a Handle,
        place: &'a Place,
        events: mpsc::UnboundedSender<SubmissionEvent>,
    ) -> BoxFuture<'a, Result<Box<dyn Submission>, Failure>>;
}

/// One submitted application.
pub trait Submission: Send {
    /// Enough to find it again.
    fn handle(&self) -> &Handle;

    /// Waits for its end. Cancel-safe: may be dropped and called again.
    fn wait(&mut self) -> BoxFuture<'_, Outcome>;

    /// Asks it to stop, or kills it with [`Stop::Now`]; how long it may take before that is for
    /// whoever asks. [`Submission::wait`] tells when it has ended. Asking twice, or after its end,
    /// harms nothing.
    fn stop(&mut self, stop: Stop) -> BoxFuture<'_, ()>;
}

/// Enough to find a submission again: plain data for the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handle {
    /// The [`Submitter::name`] of whoever made it.
    pub submitter: String,
    /// What that submitter needs to know.
    pub value: serde_json::Value,
}

/// Where a submission keeps its files.
#[derive(Clone, Debug)]
pub struct Place {
    /// The folder of logs and of what is handed to the application; it exists.
    pub dir: PathBuf,
}

/// Something that became known about a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SubmissionEvent {
    /// It was handed over; comes first.
    Submitted(Handle),
    /// Spark's application id. On a local master no line of Spark's log has it, unless events are
    /// logged, and asking its interface costs the driver some CPU: there it is known after ten
    /// seconds, and of a shorter job never.
    ApplicationId(String),
    /// Where it can be watched.
    TrackingUrl(String),
    /// Its state changed, in the manager's own word.
    State(String),
    /// Something that a person should know, in a sentence.
    Message(String),
    /// How far it is, as far as its log says; a few times a second at most.
    Progress(Progress),
}

/// How a submission ended.
///
/// Invariant: the absence of evidence of failure is never success.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Its program succeeded and its manager says so.
    Succeeded,
    /// It failed.
    Failed(Box<Failure>),
    /// It was stopped, by us or by another.
    Stopped,
    /// Nobody knows any more how it ended: neither success nor failure.
    Lost(Box<Failure>),
}
