//! From what happens in a run to tries and their ends.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;
use pipeline_core::failure::{Failure, FailureKind};
use pipeline_core::observe::{Pick, Queue};
use pipeline_core::run::{Event, EventKind, RunView, Trace};
use pipeline_core::task::TaskKind;

/// The most that is kept of what a task says, as the specification limits events of a span.
const EVENTS: usize = 128;

/// What is known of a try, or of the run, at its end.
pub(super) enum Note {
    /// A try ended.
    Try(Box<Try>),
    /// A try began: for who counts what goes on.
    Began,
    /// The run ended.
    Run(Box<Run>),
}

/// How something ended, in the words of the semantic conventions for pipelines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Success,
    Failure,
    /// It failed for a reason outside of it.
    Error,
    Timeout,
    Cancellation,
    Skip,
}

impl Outcome {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Failure => "failure",
            Self::Error => "error",
            Self::Timeout => "timeout",
            Self::Cancellation => "cancellation",
            Self::Skip => "skip",
        }
    }

    const fn of(failure: &Failure) -> Self {
        match failure.kind {
            FailureKind::TimedOut => Self::Timeout,
            FailureKind::Stopped => Self::Cancellation,
            FailureKind::Upstream => Self::Skip,
            FailureKind::Environment | FailureKind::ExternalMissing | FailureKind::Lost => {
                Self::Error
            }
            _ => Self::Failure,
        }
    }
}

/// A try of a task that has ended.
pub(super) struct Try {
    pub(super) span: u64,
    pub(super) task: String,
    pub(super) type_name: &'static str,
    pub(super) kind: &'static str,
    pub(super) label: String,
    pub(super) attempt: u32,
    pub(super) began: Timestamp,
    pub(super) ended: Timestamp,
    pub(super) elapsed: Duration,
    pub(super) outcome: Outcome,
    pub(super) failure: Option<Failure>,
    /// Whether it was told that it began.
    pub(super) begun: bool,
    /// Whether there is going to be another.
    pub(super) again: bool,
    pub(super) application: Option<String>,
    pub(super) url: Option<String>,
    pub(super) said: Vec<(Timestamp, String)>,
    pub(super) left_out: u32,
}

/// The run that has ended.
pub(super) struct Run {
    pub(super) id: String,
    pub(super) began: Timestamp,
    pub(super) ended: Timestamp,
    pub(super) elapsed: Duration,
    pub(super) outcome: Outcome,
    /// How many tasks ended how.
    pub(super) counts: [(&'static str, usize); 5],
    /// The first failure, and of what.
    pub(super) cause: Option<String>,
}

/// What a try at work has said so far.
#[derive(Default)]
struct AtWork {
    attempt: u32,
    began: Timestamp,
    application: Option<String>,
    url: Option<String>,
    said: Vec<(Timestamp, String)>,
    left_out: u32,
}

/// Makes notes of what happens.
pub(super) struct Picker {
    trace: Trace,
    began: Timestamp,
    at_work: HashMap<u32, AtWork>,
}

impl Picker {
    pub(super) fn new(trace: Trace) -> Self {
        Self {
            trace,
            began: Timestamp::UNIX_EPOCH,
            at_work: HashMap::new(),
        }
    }

    fn end(
        &mut self,
        event: &Event,
        view: &RunView,
        elapsed: Duration,
        failure: Option<&Failure>,
        again: bool,
        queue: &mut Queue<Note>,
    ) {
        let Some(number) = view.number(&event.kind) else {
            return;
        };
        let node = view.plan().node(number);
        let schema = node.task.schema();
        let at_work = self.at_work.remove(&number);
        if at_work.is_none() && schema.kind == TaskKind::Wrapper {
            return;
        }
        if !queue.has_room() {
            return;
        }
        let begun = at_work.is_some();
        // One that never began, since something it needs is missing, has a moment and no time.
        let at_work = at_work.unwrap_or_else(|| AtWork {
            attempt: 1,
            began: event.at,
            ..AtWork::default()
        });
        queue.put_surely(Note::Try(Box::new(Try {
            span: self.trace.task_span(node.id, at_work.attempt),
            task: node.id.to_string(),
            type_name: schema.name,
            kind: match schema.kind {
                TaskKind::Rust => "rust",
                TaskKind::External => "external",
                TaskKind::Wrapper => "wrapper",
                TaskKind::Engine(name) => name,
            },
            label: view.label(number),
            attempt: at_work.attempt,
            began: at_work.began,
            ended: event.at,
            elapsed,
            outcome: failure.map_or(Outcome::Success, Outcome::of),
            failure: failure.cloned(),
            begun,
            again,
            application: at_work.application,
            url: at_work.url,
            said: at_work.said,
            left_out: at_work.left_out,
        })));
    }
}

impl Pick for Picker {
    type Note = Note;

    fn pick(&mut self, event: &Event, view: &RunView, queue: &mut Queue<Note>) {
        let number = view.number(&event.kind);
        let mut at_work = number.and_then(|number| self.at_work.get_mut(&number));
        match &event.kind {
            EventKind::RunStarted { .. } => self.began = event.at,
            EventKind::TaskStarted { attempt, .. } => {
                if let Some(number) = number {
                    let at_work = AtWork {
                        attempt: *attempt,
                        began: event.at,
                        ..AtWork::default()
                    };
                    self.at_work.insert(number, at_work);
                    queue.put(Note::Began);
                }
            }
            EventKind::TaskMessage { message, .. } => {
                if let Some(at_work) = &mut at_work {
                    if at_work.said.len() < EVENTS {
                        at_work.said.push((event.at, message.clone()));
                    } else {
                        at_work.left_out += 1;
                    }
                }
            }
            EventKind::ApplicationId { id, .. } => {
                if let Some(at_work) = &mut at_work {
                    at_work.application = Some(id.clone());
                }
            }
            EventKind::TrackingUrl { url, .. } => {
                if let Some(at_work) = &mut at_work {
                    at_work.url = Some(url.clone());
                }
            }
            EventKind::TaskSucceeded { elapsed, .. } => {
                self.end(event, view, *elapsed, None, false, queue);
            }
            EventKind::TaskFailed {
                elapsed, failure, ..
            }
            | EventKind::TaskStopped {
                elapsed, failure, ..
            } => {
                self.end(event, view, *elapsed, Some(failure), false, queue);
            }
            EventKind::TaskRetrying {
                elapsed, failure, ..
            } => {
                self.end(event, view, *elapsed, Some(failure), true, queue);
            }
            EventKind::RunFinished {
                succeeded,
                failed,
                stopped,
                skipped,
                not_started,
                elapsed,
            } => {
                let first = view.ended_badly().iter().find_map(|number| {
                    let failure = view.failure(*number)?;
                    Some(format!("{}: {}", view.label(*number), failure.cause))
                });
                let outcome = match (failed, stopped + skipped + not_started) {
                    (0, 0) => Outcome::Success,
                    (0, _) => Outcome::Cancellation,
                    _ => Outcome::Failure,
                };
                queue.put_surely(Note::Run(Box::new(Run {
                    id: view.run().to_owned(),
                    began: self.began,
                    ended: event.at,
                    elapsed: *elapsed,
                    outcome,
                    counts: [
                        ("succeeded", *succeeded),
                        ("failed", *failed),
                        ("stopped", *stopped),
                        ("skipped", *skipped),
                        ("not_started", *not_started),
                    ],
                    cause: first,
                })));
            }
            _ => {}
        }
    }
}
