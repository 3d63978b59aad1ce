//! A story in a few words: how `history` lists it.

use super::{Counts, RunRow, Story};
use crate::run::State;

impl Story {
    /// The run as `history` lists it.
    #[must_use]
    pub fn row(&self) -> RunRow {
        RunRow {
            header: self.header.clone(),
            end: self.end,
            elapsed: self.elapsed(),
            counts: self.counts(),
            cause: self.cause(),
        }
    }

    /// How many of its tasks ended how.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts {
            tasks: self.tasks_in_all,
            ..Counts::default()
        };
        for task in &self.tasks {
            match task.state {
                State::Succeeded => counts.succeeded += 1,
                State::Failed => counts.failed += 1,
                State::Stopped => counts.stopped += 1,
                State::Skipped => counts.skipped += 1,
                State::NotStarted => counts.not_started += 1,
                State::Complete => counts.complete += 1,
                State::Running | State::Requiring => counts.running += 1,
                State::Unneeded
                | State::Waiting
                | State::Ready
                | State::Elsewhere
                | State::Backoff => {}
            }
        }
        counts
    }

    /// The root cause of its first failure; else why it was stopped.
    #[must_use]
    pub fn cause(&self) -> Option<String> {
        let failed = self.tasks.iter().find(|it| it.state == State::Failed);
        let failed = failed.and_then(|task| {
            let failure = task.failure.as_ref()?;
            Some(format!("{}: {}", task.label, failure.cause))
        });
        let journal = || self.journal_failure.as_ref().map(ToString::to_string);
        let stop = || self.stop.as_ref().map(ToString::to_string);
        failed.or_else(journal).or_else(stop)
    }
}
