//! The end of a task, and of the run.

use tokio::task::{self, JoinError};

use super::super::executor::{given_up, of_join_error};
use super::super::schedule::{Causes, Next};
use super::super::{EventKind, RunReport, State, Stop};
use super::stops::Phase;
use super::{Dispatcher, Running};
use crate::failure::{Failure, FailureKind};

type Ended = Result<(task::Id, Result<(), Failure>), JoinError>;

impl Dispatcher {
    pub(super) fn ended(&mut self, ended: Ended) {
        // What a task told before it ended comes before its end.
        self.hear_the_rest();
        let (id, result) = match ended {
            Ok((id, result)) => (id, result),
            Err(error) => (error.id(), Err(of_join_error(error))),
        };
        let Some(running) = self.running.remove(&id) else {
            // It was given up before.
            return;
        };
        self.no_longer_at_work(&running);
        let number = running.number;
        let task = self.id(number);
        let elapsed = running.since.elapsed();
        match result {
            Ok(()) => self.settle(number, EventKind::TaskSucceeded { task, elapsed }, true),
            Err(failure) if running.is_timed_out() => {
                let failure = running.timed_out(failure);
                self.failed(&running, elapsed, failure);
            }
            // Whatever a task says of its end once it was asked to stop: that is why it ended.
            Err(failure) if self.asked > Stop::No || self.drains(&failure) => {
                self.emit(EventKind::TaskStopped {
                    task,
                    elapsed,
                    failure,
                });
                self.give_claim_up(number);
                self.tell_requirers(number);
            }
            Err(failure) => match self.causes_of(&failure) {
                Some(causes) => {
                    self.give_claim_up(number);
                    self.skip(number, causes);
                }
                None => self.failed(&running, elapsed, failure),
            },
        }
    }

    /// What a task at work held is free again.
    pub(super) fn no_longer_at_work(&mut self, running: &Running) {
        if let Some(limit) = &running.limit {
            self.timers.cancel(limit.timer);
            self.limited.remove(&running.number);
        }
        if !self.requires_nothing(running.number) {
            self.schedule.queue().release(running.number);
        }
    }

    /// A task came to its end: tells it and what follows from it.
    pub(super) fn settle(&mut self, number: u32, event: EventKind, good: bool) {
        self.hook_follows(number, &event);
        self.emit(event);
        self.give_claim_up(number);
        if !good && self.options.fail_fast && matches!(self.phase, Phase::Running) {
            self.phase = Phase::Draining;
            self.engines.preparing.abort_all();
            self.end_waits();
        }
        let causes = (!good).then(|| Causes::from([number]));
        self.follow(number, causes);
    }

    /// A task is not begun, or ends, because of others that failed.
    pub(super) fn skip(&mut self, number: u32, causes: Causes) {
        self.tell_skipped(number, &causes);
        self.follow(number, Some(causes));
    }

    /// What follows from the end of a task, which was a bad one if there are causes of that.
    fn follow(&mut self, number: u32, causes: Option<Causes>) {
        let mut next = Vec::new();
        self.schedule
            .ended(self.view.plan(), number, causes, &mut next);
        self.tell_requirers(number);
        for next in next {
            match next {
                Next::Ready(number) => self.ready(number),
                Next::Skipped(number, causes) => {
                    self.tell_skipped(number, &causes);
                    self.tell_requirers(number);
                }
            }
        }
    }

    fn tell_skipped(&mut self, number: u32, causes: &Causes) {
        let because = causes.iter().map(|it| self.id(*it)).collect();
        let task = self.id(number);
        self.emit(EventKind::TaskSkipped { task, because });
    }

    /// Whether a task ends since what it required is not begun any more.
    const fn drains(&self, failure: &Failure) -> bool {
        matches!(self.phase, Phase::Draining) && matches!(failure.kind, FailureKind::Stopped)
    }

    /// The tasks that failed, if a task ends because what it required did.
    fn causes_of(&self, failure: &Failure) -> Option<Causes> {
        if failure.kind != FailureKind::Upstream {
            return None;
        }
        let numbers = failure.because.iter();
        let numbers = numbers.filter_map(|id| self.view.plan().find(*id));
        // They must have failed here: a task may make up a failure as it likes.
        let mut causes: Vec<u32> = numbers
            .filter(|it| matches!(self.view.state(*it), State::Failed | State::Stopped))
            .collect();
        causes.sort_unstable();
        (!causes.is_empty()).then(|| causes.into())
    }

    pub(super) fn end(mut self) -> RunReport {
        let mut left: Vec<Running> = self.running.drain().map(|(_, running)| running).collect();
        left.sort_unstable_by_key(|running| running.number);
        for running in left {
            let task = self.id(running.number);
            let failure = given_up(self.asked);
            let elapsed = running.since.elapsed();
            self.emit(EventKind::TaskStopped {
                task,
                elapsed,
                failure,
            });
        }
        self.at_work.detach_all();
        self.give_hooks_up();
        self.tell();
        self.give_claims_up();
        for number in 0..self.view.plan().nodes().len() {
            // The numbers of a plan's tasks are below 2^32.
            #[allow(clippy::cast_possible_truncation)]
            let number = number as u32;
            if !self.view.state(number).is_final() {
                let task = self.id(number);
                self.emit(EventKind::TaskNotStarted { task });
            }
        }
        self.tell();
        self.emit(EventKind::RunFinished {
            succeeded: self.view.count(State::Succeeded),
            failed: self.view.count(State::Failed),
            stopped: self.view.count(State::Stopped),
            skipped: self.view.count(State::Skipped),
            not_started: self.view.count(State::NotStarted),
            elapsed: super::super::between(self.clock.began(), self.clock.now()),
        });
        self.tell();
        RunReport { view: self.view }
    }
}
