//! What runs that died left, read from their journals.

use std::collections::HashMap;
use std::path::Path;

use super::live::{Entry, LiveError};
use crate::journal::{Reader, RecordError};
use crate::plan::Plan;
use crate::run::{Event, EventKind, Resume, RunView, State, Submitted};
use crate::task::TaskId;

/// What one run that died left.
#[derive(Clone, Debug, PartialEq)]
pub struct Left {
    /// The run.
    pub entry: Entry,
    /// How many tasks it had done.
    pub done: usize,
    /// The tasks that it had begun and whose end it did not see, with what it had handed over
    /// of them; less what later runs have taken over.
    pub open: HashMap<TaskId, Resume>,
    /// All that it had begun and not ended, also what has been taken over since.
    pub begun: Vec<TaskId>,
    /// What they are called.
    pub labels: HashMap<TaskId, String>,
    /// Why its journal cannot be read.
    pub unreadable: Option<String>,
}

/// What the runs that died left to the next one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Earlier {
    /// Each of them, the earliest first.
    pub runs: Vec<Left>,
}

impl Left {
    /// Reads what a run left. What it did not write down it had not begun. `closed` is told the
    /// tasks that it saw the end of, or of a try.
    fn read(state_dir: &Path, entry: Entry, mut closed: impl FnMut(TaskId)) -> Self {
        let mut left = Self {
            done: 0,
            open: HashMap::new(),
            begun: Vec::new(),
            labels: HashMap::new(),
            unreadable: None,
            entry,
        };
        let dir = state_dir.join("runs").join(&left.entry.run);
        let read = Reader::open(&dir).and_then(|reader| {
            for event in reader {
                left.take_in(event?, &mut closed);
            }
            Ok(())
        });
        match read {
            // It died before its journal began.
            Ok(()) | Err(RecordError::Missing(_) | RecordError::Empty(_)) => {}
            Err(error) => left.unreadable = Some(error.to_string()),
        }
        left.begun = left.open.keys().copied().collect();
        if let Some(open) = &left.entry.open {
            left.open.retain(|task, _| open.contains(task));
        }
        let open = &left.open;
        left.labels.retain(|task, _| open.contains_key(task));
        left
    }

    fn take_in(&mut self, event: Event, closed: &mut dyn FnMut(TaskId)) {
        let run = &self.entry.run;
        match event.kind {
            EventKind::TaskStarted { task, label, .. } => {
                let begun = Resume {
                    run: run.clone(),
                    submission: None,
                };
                self.open.insert(task, begun);
                self.labels.insert(task, label);
            }
            EventKind::Submitted {
                task,
                submitter,
                handle,
            } => {
                if let Some(begun) = self.open.get_mut(&task) {
                    begun.submission = Some(Submitted {
                        submitter,
                        handle,
                        application: None,
                    });
                }
            }
            EventKind::ApplicationId { task, id } => {
                let begun = self.open.get_mut(&task);
                if let Some(submission) = begun.and_then(|begun| begun.submission.as_mut()) {
                    submission.application = Some(id);
                }
            }
            // That try has ended, and nothing of it is left.
            EventKind::TaskRetrying { task, .. } => {
                if let Some(begun) = self.open.get_mut(&task) {
                    begun.submission = None;
                }
                closed(task);
            }
            EventKind::TaskSucceeded { task, .. } => {
                self.done += 1;
                self.open.remove(&task);
                closed(task);
            }
            EventKind::TaskFailed { task, .. }
            | EventKind::TaskStopped { task, .. }
            | EventKind::TaskComplete { task } => {
                self.open.remove(&task);
                closed(task);
            }
            _ => {}
        }
    }

    fn says_something(&self) -> bool {
        self.done > 0 || !self.open.is_empty() || self.unreadable.is_some()
    }

    /// The tasks that are open, those first that were handed over.
    #[must_use]
    pub fn tasks(&self) -> Vec<TaskId> {
        let mut tasks: Vec<TaskId> = self.open.keys().copied().collect();
        tasks.sort_unstable_by_key(|task| (self.open[task].submission.is_none(), *task));
        tasks
    }
}

impl Earlier {
    /// Reads what runs left that died. Blocks.
    #[must_use]
    pub fn read(state_dir: &Path, dead: Vec<Entry>) -> Self {
        let mut runs: Vec<Left> = Vec::with_capacity(dead.len());
        for entry in dead {
            // What a run saw the end of is not open in those before it, whose books it could
            // not put in order any more.
            let left = Left::read(state_dir, entry, |task| {
                for earlier in &mut runs {
                    earlier.open.remove(&task);
                }
            });
            runs.push(left);
        }
        Self { runs }
    }

    /// What there is to resume, by task: of a task that several runs had begun, what the last of
    /// them left.
    #[must_use]
    pub fn resume(&self) -> HashMap<TaskId, Resume> {
        let mut resume: HashMap<TaskId, Resume> = HashMap::new();
        for (task, begun) in self.runs.iter().flat_map(|left| &left.open) {
            match resume.get(task) {
                // A run that died before it had handed anything over leaves the handle of the one
                // before: it had most likely not come to look for it.
                Some(held) if held.submission.is_some() && begun.submission.is_none() => {}
                _ => {
                    resume.insert(*task, begun.clone());
                }
            }
        }
        resume
    }

    /// What is told of them when a run of this plan begins.
    #[must_use]
    pub fn events(&self, plan: &Plan) -> Vec<EventKind> {
        let resume = self.resume();
        let told = self.runs.iter().filter(|left| left.says_something());
        told.map(|left| {
            let tasks = left.tasks();
            let label = |task: &TaskId| left.labels.get(task).cloned().unwrap_or_default();
            let is_resumed = |task: &&TaskId| {
                let begun = resume.get(task);
                plan.find(**task).is_some()
                    && begun.is_some_and(|it| it.submission.is_some() && it.run == left.entry.run)
            };
            EventKind::EarlierRun {
                run: left.entry.run.clone(),
                done: left.done,
                at_work: tasks.iter().map(label).collect(),
                resumed: tasks.iter().filter(is_resumed).map(label).collect(),
                unreadable: left.unreadable.clone(),
            }
        })
        .collect()
    }

    /// What of each run is still open after a run that has ended: the tasks that it had not in
    /// its plan, or had not begun. What nobody needs any more is open only as long as it may be at
    /// work, which `outlives` says.
    #[must_use]
    pub fn after(
        self,
        view: &RunView,
        outlives: impl Fn(&Submitted) -> bool,
    ) -> Vec<(Entry, Vec<TaskId>)> {
        let is_open = |task: &TaskId, begun: &Resume| {
            let Some(number) = view.plan().find(*task) else {
                return true;
            };
            match view.state(number) {
                State::Complete | State::Succeeded | State::Failed | State::Stopped => false,
                State::Unneeded => begun.submission.as_ref().is_some_and(&outlives),
                _ => true,
            }
        };
        let runs = self.runs.into_iter();
        runs.map(|left| {
            let tasks = left.tasks().into_iter();
            let open = tasks.filter(|task| is_open(task, &left.open[task]));
            (left.entry.clone(), open.collect())
        })
        .collect()
    }
}

/// What runs left of a task that died since somebody looked, who knows these ones. Blocks.
pub(crate) fn left_since(state_dir: &Path, known: &[String], task: TaskId) -> Option<Resume> {
    // Where nobody can tell there is a note, or a person who is told of it before the next run.
    let runs = super::live::all(state_dir).ok()?.into_iter();
    let dead: Vec<Entry> = runs
        .filter(|(entry, alive)| !alive && !known.contains(&entry.run))
        .map(|(entry, _)| entry)
        .collect();
    if dead.is_empty() {
        return None;
    }
    Earlier::read(state_dir, dead).resume().remove(&task)
}

impl From<LiveError> for crate::Failure {
    fn from(error: LiveError) -> Self {
        let source = std::error::Error::source(&error).map(ToString::to_string);
        Self::new(
            crate::FailureKind::Environment,
            match source {
                Some(source) => format!("{error}: {source}"),
                None => error.to_string(),
            },
        )
        .hint("`state_dir` must be a folder that can be written to, on a file system with locks")
    }
}

#[cfg(test)]
mod tests;
