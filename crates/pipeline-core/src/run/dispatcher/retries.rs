//! What happens when a task that failed is tried again.
//!
//! A task in `Backoff` holds no worker and no resource: it is a moment in the dispatcher's
//! timers and an entry here. When the moment comes it is as ready as any other.

use std::collections::HashMap;
use std::time::Duration;

use tokio::time::Instant;

use super::super::{EventKind, backoff};
use super::stops::Phase;
use super::timers::{Due, Timer};
use super::{Dispatcher, Running};
use crate::failure::Failure;

/// The tasks of a run that were tried more than once.
#[derive(Debug, Default)]
pub(super) struct Retries {
    /// How many tries of a task have failed.
    failed: HashMap<u32, u32>,
    waiting: HashMap<u32, Waiting>,
}

/// A task that waits for its next try.
#[derive(Debug)]
struct Waiting {
    timer: Timer,
    /// How its last try failed, and how long that took.
    failure: Failure,
    elapsed: Duration,
}

impl Retries {
    /// Whether a task waits for its next try.
    pub(super) fn any_waits(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Which try of a task the next one is, from 1.
    pub(super) fn attempt(&self, number: u32) -> u32 {
        self.failed.get(&number).map_or(1, |failed| failed + 1)
    }
}

impl Dispatcher {
    /// A try of a task failed: it is tried again after a while, or that was its end.
    pub(super) fn failed(&mut self, running: &Running, elapsed: Duration, failure: Failure) {
        let (number, attempt) = (running.number, running.attempt);
        let tries = self
            .controls
            .get(number)
            .retries
            .unwrap_or(0)
            .saturating_add(1);
        let again = failure.may_pass() && attempt < tries && matches!(self.phase, Phase::Running);
        if !again {
            self.failed_for_good(number, elapsed, told(failure, attempt));
            return;
        }
        let task = self.id(number);
        let first = self.controls.get(number).backoff.unwrap_or(backoff::FIRST);
        let after = backoff::wait(first, attempt, task, self.options.seed);
        self.emit(EventKind::TaskRetrying {
            task,
            attempt,
            of: tries,
            elapsed,
            after,
            failure: failure.clone(),
        });
        let at = Instant::now().checked_add(after);
        // A wait without an end ends with the run.
        let at = at.unwrap_or_else(|| Instant::now() + Duration::from_secs(86_400 * 365));
        let timer = self.timers.set(at, Due::TryAgain(number));
        let waiting = Waiting {
            timer,
            failure,
            elapsed,
        };
        self.retries.failed.insert(number, attempt);
        self.retries.waiting.insert(number, waiting);
    }

    /// The wait of a task is over.
    pub(super) fn try_again(&mut self, number: u32) {
        if self.retries.waiting.remove(&number).is_some() {
            self.ready(number);
            self.schedule.queue().push(number);
        }
    }

    /// Nothing new is to start, so tasks that wait for another try have failed.
    pub(super) fn end_waits(&mut self) {
        let mut waiting: Vec<(u32, Waiting)> = self.retries.waiting.drain().collect();
        waiting.sort_unstable_by_key(|(number, _)| *number);
        for (number, waiting) in waiting {
            self.timers.cancel(waiting.timer);
            let attempt = self.retries.failed.get(&number).copied().unwrap_or(1);
            let failure = told(waiting.failure, attempt)
                .context("it was to be tried again, but the run ends before");
            self.failed_for_good(number, waiting.elapsed, failure);
        }
    }

    fn failed_for_good(&mut self, number: u32, elapsed: Duration, failure: Failure) {
        let failed = EventKind::TaskFailed {
            task: self.id(number),
            elapsed,
            failure,
        };
        self.settle(number, failed, false);
    }
}

/// The failure of the last try, which says that there were others.
fn told(failure: Failure, attempt: u32) -> Failure {
    if attempt < 2 {
        return failure;
    }
    failure.context(format!("that was try {attempt}; those before failed too"))
}
