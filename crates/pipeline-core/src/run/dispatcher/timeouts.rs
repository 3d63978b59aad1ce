//! How one try of a task is stopped when it takes longer than it may.
//!
//! As a run is stopped, but for this task alone: asked to stop in order, after the grace at
//! once, then its future is dropped, and what still blocks its thread is given up. However it
//! ends after that, unless it ends well, it has failed, since its time was over.

use std::time::Duration;

use tokio::task;
use tokio::time::Instant;

use super::super::Stop;
use super::timers::{Due, Timer};
use super::{Dispatcher, Running};
use crate::failure::{Failure, FailureKind};
use crate::param::Param;
use crate::task::TaskKind;

/// How far a task at work is on its way to an end that it did not choose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Stage {
    /// It works.
    #[default]
    Working,
    /// Its time was over, and it was asked to stop in order.
    Asked,
    /// It was asked to stop at once.
    Killed,
    /// Its future was dropped.
    Dropped,
}

/// The limit of one try.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limit {
    /// How long it may take.
    pub(super) had: Duration,
    pub(super) timer: Timer,
    /// What is left of its time, while it waits for what it required.
    left: Option<Duration>,
    pub(super) stage: Stage,
}

impl Dispatcher {
    /// The limit of a try that begins now.
    pub(super) fn limit(&mut self, number: u32, id: task::Id) -> Option<Limit> {
        let had = self.controls.get(number).timeout?;
        let at = Instant::now().checked_add(had)?;
        self.limited.insert(number, id);
        Some(Limit {
            had,
            timer: self.timers.set(at, Due::TimeOut(id)),
            left: None,
            stage: Stage::Working,
        })
    }

    /// While a task waits for what it required, its time does not go by.
    pub(super) fn pause_limit(&mut self, number: u32) {
        let id = self.limited.get(&number);
        let running = id.and_then(|id| self.running.get_mut(id));
        if let Some(limit) = running.and_then(|running| running.limit.as_mut())
            && limit.stage == Stage::Working
            && limit.left.is_none()
        {
            limit.left = Some(limit.timer.at() - Instant::now());
            self.timers.cancel(limit.timer);
        }
    }

    /// A task goes on that had waited.
    pub(super) fn continue_limit(&mut self, number: u32) {
        let Some(id) = self.limited.get(&number) else {
            return;
        };
        let running = self.running.get_mut(id);
        if let Some(limit) = running.and_then(|running| running.limit.as_mut())
            && let Some(left) = limit.left.take()
        {
            limit.timer = self.timers.set(Instant::now() + left, Due::TimeOut(*id));
        }
    }

    /// Whether a task is being stopped because its time is over.
    pub(super) fn is_out_of_time(&self, number: u32) -> bool {
        let id = self.limited.get(&number);
        let running = id.and_then(|id| self.running.get(id));
        running.is_some_and(Running::is_timed_out)
    }

    /// A task at work has had its time, or its time to stop.
    pub(super) fn time_is_over(&mut self, id: task::Id) {
        let limits = self.options.stop_limits;
        let Some(running) = self.running.get_mut(&id) else {
            return;
        };
        let Some(limit) = &mut running.limit else {
            return;
        };
        let (stage, next) = match limit.stage {
            Stage::Working => (Stage::Asked, limits.grace),
            Stage::Asked => (Stage::Killed, limits.kill),
            Stage::Killed => (Stage::Dropped, limits.give_up),
            Stage::Dropped => return self.give_up(id),
        };
        limit.stage = stage;
        limit.timer = self.timers.set(Instant::now() + next, Due::TimeOut(id));
        match stage {
            Stage::Working => {}
            Stage::Asked => running.ask(Stop::Gracefully),
            Stage::Killed => {
                running.ask(Stop::Now);
                // A task in plain Rust has nothing to kill but itself.
                let node = self.view.plan().node(running.number);
                if node.task.schema().kind == TaskKind::Rust {
                    running.abort.abort();
                }
            }
            Stage::Dropped => running.abort.abort(),
        }
    }

    /// A task that blocks its thread keeps neither its worker nor the run.
    fn give_up(&mut self, id: task::Id) {
        let Some(running) = self.running.remove(&id) else {
            return;
        };
        let elapsed = running.since.elapsed();
        let failure = Failure::new(FailureKind::Stopped, "it still blocks its thread").hint(
            "blocking work belongs into `tokio::task::spawn_blocking`, in pieces that end soon",
        );
        let mut failure = running.timed_out(failure);
        // It is still at work: a second try would run beside the first, and so would another
        // run, if it got the claim.
        failure.permanent = true;
        self.blocked.insert(running.number);
        self.no_longer_at_work(&running);
        self.failed(&running, elapsed, failure);
    }
}

impl Running {
    /// Asks the task to stop at least this urgently.
    pub(super) fn ask(&self, stop: Stop) {
        self.stop.send_if_modified(|held| {
            let more = *held < stop;
            *held = stop.max(*held);
            more
        });
    }

    /// Whether its time was over before it ended.
    pub(super) fn is_timed_out(&self) -> bool {
        self.limit
            .is_some_and(|limit| limit.stage != Stage::Working)
    }

    /// Its failure: that its time was over comes before how it ended because of that.
    pub(super) fn timed_out(&self, ended: Failure) -> Failure {
        let had = self.limit.map_or(Duration::ZERO, |limit| limit.had);
        if ended.kind == FailureKind::Lost {
            // It may still be at work, so it must not be tried again.
            let why = format!(
                "it was stopped, as it took longer than the {} that it may",
                had.print()
            );
            return ended.context(why);
        }
        let mut failure = Failure::new(
            FailureKind::TimedOut,
            format!(
                "it took longer than the {} that it may (`timeout`)",
                had.print()
            ),
        );
        if ended.kind != FailureKind::Stopped
            || self.limit.is_some_and(|it| it.stage == Stage::Dropped)
        {
            failure.context.push(format!("then: {}", ended.cause));
        }
        failure.context.extend(ended.context);
        Failure {
            last_lines: ended.last_lines,
            log: ended.log,
            rerun: ended.rerun,
            hint: ended.hint,
            exit_code: ended.exit_code,
            permanent: false,
            ..failure
        }
    }
}
