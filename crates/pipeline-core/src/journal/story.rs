//! What the events of a run add up to, task by task. No plan is needed, which a later program
//! may not be able to make.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;

use super::{Header, Reader, RecordError, is_alive};
use crate::failure::Failure;
use crate::run::{Event, EventKind, State, StopCause, folder_of};
use crate::task::TaskId;

/// How a run ended, or that it did not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RunEnd {
    /// Every task that was needed is done.
    Succeeded,
    /// Not every task is.
    Failed,
    /// Somebody stopped it.
    Stopped,
    /// The process died.
    Interrupted,
    /// It has not ended yet.
    Running,
}

impl RunEnd {
    /// Every end, with its word.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Succeeded, "succeeded"),
        (Self::Failed, "failed"),
        (Self::Stopped, "stopped"),
        (Self::Interrupted, "interrupted"),
        (Self::Running, "running"),
    ];

    /// The word for a person and for the index.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(end, _)| *end == self)
            .map_or("", |(_, word)| word)
    }
}

/// A run as its journal tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// The first line of the journal.
    pub header: Header,
    /// The run's folder.
    pub dir: PathBuf,
    /// How it ended.
    pub end: RunEnd,
    /// When its last event happened.
    pub last: Timestamp,
    /// How many tasks its plan has.
    pub tasks_in_all: usize,
    /// How many of them nobody needed.
    pub unneeded: usize,
    /// The tasks that something happened to, in the order in which it first did.
    pub tasks: Vec<TaskStory>,
    /// Why it was first asked to stop.
    pub stop: Option<StopCause>,
    /// Why its journal could not be written at the end.
    pub journal_failure: Option<Failure>,
    /// The lines of the journal that are no events this library knows.
    pub unread: Vec<u64>,
}

/// A task as the journal of a run tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskStory {
    /// The task.
    pub task: TaskId,
    /// As a person calls it; its id where nothing says more.
    pub label: String,
    /// Where it stands.
    pub state: State,
    /// How many tries began.
    pub attempts: u32,
    /// When its last try began.
    pub began: Option<Timestamp>,
    /// How long its last try took.
    pub elapsed: Duration,
    /// Why it failed or how it was stopped.
    pub failure: Option<Failure>,
    /// The tasks that it was skipped because of.
    pub because: Vec<TaskId>,
    /// The id of its application.
    pub application: Option<String>,
    /// Where its application could be watched.
    pub url: Option<String>,
    /// Who its application was given to, and how that calls it.
    pub submitted: Option<(String, serde_json::Value)>,
    /// The run that did it instead.
    pub elsewhere: Option<String>,
}

impl TaskStory {
    fn new(task: TaskId) -> Self {
        Self {
            task,
            label: task.to_string(),
            state: State::Waiting,
            attempts: 0,
            began: None,
            elapsed: Duration::ZERO,
            failure: None,
            because: Vec::new(),
            application: None,
            url: None,
            submitted: None,
            elsewhere: None,
        }
    }

    /// The name of its type.
    #[must_use]
    pub fn type_name(&self) -> &str {
        self.label
            .split_once('(')
            .map_or(&*self.label, |(name, _)| name)
    }

    /// The folder of a try in the run's folder, from 1. It need not be there.
    #[must_use]
    pub fn dir(&self, run: &Path, attempt: u32) -> PathBuf {
        folder_of(run, &self.label, self.task, attempt)
    }
}

impl Story {
    /// Reads the journal in a run's folder.
    ///
    /// # Errors
    /// There is none, or none that this library can read.
    pub fn read(dir: &Path) -> Result<Self, RecordError> {
        // In this order: a run that dies in between is still told to live, the next look finds
        // it dead; while one that ends in between says so itself. One whose lock cannot be
        // looked at is taken to live.
        let mut reader = Reader::open(dir)?;
        let alive = is_alive(dir).unwrap_or(true);
        let header = reader.header().clone();
        let mut story = Self {
            last: header.began,
            header,
            dir: dir.to_owned(),
            end: if alive {
                RunEnd::Running
            } else {
                RunEnd::Interrupted
            },
            tasks_in_all: 0,
            unneeded: 0,
            tasks: Vec::new(),
            stop: None,
            journal_failure: None,
            unread: Vec::new(),
        };
        let mut numbers = HashMap::new();
        while let Some(line) = reader.next_line() {
            let (event, label) = line?;
            story.take_in(event, label, &mut numbers);
        }
        story.unread = reader.unread().to_vec();
        Ok(story)
    }

    /// The task of this id, if anything happened to it.
    #[must_use]
    pub fn task(&self, task: TaskId) -> Option<&TaskStory> {
        self.tasks.iter().find(|story| story.task == task)
    }

    /// How many tasks are in this state.
    #[must_use]
    pub fn count(&self, state: State) -> usize {
        match state {
            State::Unneeded => self.unneeded,
            state => self.tasks.iter().filter(|task| task.state == state).count(),
        }
    }

    /// From its beginning to its last event.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        crate::run::between(self.header.began, self.last)
    }

    fn take_in(
        &mut self,
        event: Event,
        label: Option<String>,
        numbers: &mut HashMap<TaskId, usize>,
    ) {
        self.last = self.last.max(event.at);
        let Some(id) = event.kind.task() else {
            self.take_in_of_run(event.kind);
            return;
        };
        let number = *numbers.entry(id).or_insert_with(|| {
            self.tasks.push(TaskStory::new(id));
            self.tasks.len() - 1
        });
        let task = &mut self.tasks[number];
        if let Some(label) = label {
            task.label = label;
        }
        task.take_in(event.at, event.kind);
    }

    fn take_in_of_run(&mut self, kind: EventKind) {
        match kind {
            EventKind::RunStarted {
                tasks, unneeded, ..
            } => {
                self.tasks_in_all = tasks;
                self.unneeded = unneeded;
            }
            EventKind::StopRequested { cause, .. } => {
                self.stop.get_or_insert(cause);
            }
            EventKind::JournalFailed { failure } => self.journal_failure = Some(failure),
            EventKind::JournalGoesOn => self.journal_failure = None,
            EventKind::RunFinished {
                failed,
                stopped,
                skipped,
                not_started,
                ..
            } => {
                self.end = if self.stop.is_some() {
                    RunEnd::Stopped
                } else if failed + stopped + skipped + not_started > 0 {
                    RunEnd::Failed
                } else {
                    RunEnd::Succeeded
                };
            }
            _ => {}
        }
    }
}

impl TaskStory {
    fn take_in(&mut self, at: Timestamp, kind: EventKind) {
        match kind {
            EventKind::TaskComplete { .. } => self.state = State::Complete,
            EventKind::TaskStarted { attempt, .. } => {
                self.state = State::Running;
                self.attempts = attempt;
                self.began = Some(at);
                self.application = None;
                self.url = None;
                self.submitted = None;
            }
            EventKind::TaskRetrying {
                elapsed, failure, ..
            } => {
                self.state = State::Backoff;
                self.elapsed = elapsed;
                self.failure = Some(failure);
            }
            EventKind::TaskRequires { .. } => self.state = State::Requiring,
            EventKind::TaskResumed { .. } => self.state = State::Running,
            EventKind::TaskElsewhere { run, .. } => {
                self.state = State::Elsewhere;
                self.elsewhere = run;
            }
            EventKind::Submitted {
                submitter, handle, ..
            } => self.submitted = Some((submitter, handle)),
            EventKind::ApplicationId { id, .. } => self.application = Some(id),
            EventKind::TrackingUrl { url, .. } => self.url = Some(url),
            EventKind::TaskSucceeded { elapsed, .. } => {
                self.state = State::Succeeded;
                self.elapsed = elapsed;
                self.failure = None;
            }
            EventKind::TaskFailed {
                elapsed, failure, ..
            } => {
                self.state = State::Failed;
                self.elapsed = elapsed;
                self.failure = Some(failure);
            }
            EventKind::TaskStopped {
                elapsed, failure, ..
            } => {
                self.state = State::Stopped;
                self.elapsed = elapsed;
                self.failure = Some(failure);
            }
            EventKind::TaskSkipped { because, .. } => {
                self.state = State::Skipped;
                self.because = because;
            }
            EventKind::TaskNotStarted { .. } => self.state = State::NotStarted,
            _ => {}
        }
    }
}
