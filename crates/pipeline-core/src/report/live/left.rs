//! How long the run is going to take, by what its tasks took before.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;

use crate::run::{Event, EventKind, RunView, State, between};
use crate::task::TaskKind;

/// What is left to do, in time.
#[derive(Debug, Default)]
pub(super) struct Left {
    /// The work of all tasks that have not ended and whose length is known, in microseconds.
    work: u64,
    /// From the beginning of each task to the end of the last one that waits for it, in
    /// seconds.
    tails: Vec<f32>,
    /// The tasks that have not ended of which no earlier run knows anything, by their type.
    unknown: HashMap<&'static str, usize>,
    /// How long tasks of such types took in this run, and how many.
    seen: HashMap<&'static str, (Duration, u32)>,
    /// The most tasks at work at once so far.
    workers: usize,
}

/// How long it is going to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Remaining {
    /// About so long.
    About(Duration),
    /// Not less than that: of some tasks nobody knows.
    AtLeast(Duration),
    /// Nobody knows.
    Unknown,
}

impl Left {
    /// Looks at all tasks, once.
    pub(super) fn begin(view: &RunView) -> Self {
        let plan = view.plan();
        let mut left = Self {
            tails: vec![0.0; plan.len()],
            ..Self::default()
        };
        // Those that wait for a task come after it.
        for (number, node) in plan.nodes().iter().enumerate().rev() {
            // The numbers of a plan's tasks are below 2^32.
            #[allow(clippy::cast_possible_truncation)]
            let number = number as u32;
            if view.state(number).is_final() {
                continue;
            }
            left.count(view, number);
            let after = node.dependents.iter().map(|at| left.tails[*at as usize]);
            let after = after.fold(0.0, f32::max);
            let own = view.estimate(number).unwrap_or_default().as_secs_f32();
            left.tails[number as usize] = own + after;
        }
        left
    }

    fn count(&mut self, view: &RunView, number: u32) {
        let schema = view.plan().node(number).task.schema();
        if matches!(schema.kind, TaskKind::Wrapper | TaskKind::External) {
            return;
        }
        match view.estimate(number) {
            Some(estimate) => self.work = self.work.saturating_add(micros(estimate)),
            None => *self.unknown.entry(schema.name).or_default() += 1,
        }
    }

    /// Takes in what happened.
    pub(super) fn event(&mut self, event: &Event, number: Option<u32>, view: &RunView) {
        let Some(number) = number else {
            return;
        };
        match &event.kind {
            EventKind::TaskAdded { .. } => {
                self.tails.resize(view.plan().len(), 0.0);
                self.count(view, number);
            }
            EventKind::TaskStarted { .. } => {
                self.workers = self.workers.max(view.count(State::Running));
            }
            EventKind::TaskSucceeded { elapsed, .. } => self.ended(view, number, Some(*elapsed)),
            // Another run has done it; what was complete before was never counted.
            EventKind::TaskComplete { .. } if view.left_to(number).is_some() => {
                self.ended(view, number, None);
            }
            EventKind::TaskFailed { .. }
            | EventKind::TaskSkipped { .. }
            | EventKind::TaskStopped { .. }
            | EventKind::TaskNotStarted { .. } => self.ended(view, number, None),
            _ => {}
        }
    }

    fn ended(&mut self, view: &RunView, number: u32, took: Option<Duration>) {
        let schema = view.plan().node(number).task.schema();
        if matches!(schema.kind, TaskKind::Wrapper | TaskKind::External) {
            return;
        }
        match view.estimate(number) {
            Some(estimate) => self.work = self.work.saturating_sub(micros(estimate)),
            None => {
                if let Some(unknown) = self.unknown.get_mut(schema.name) {
                    *unknown = unknown.saturating_sub(1);
                }
                if let Some(took) = took {
                    let seen = self.seen.entry(schema.name).or_default();
                    *seen = (seen.0.saturating_add(took), seen.1 + 1);
                }
            }
        }
    }

    /// How long the work of a task is going to take: by earlier runs, else by what others of
    /// its type took in this one.
    pub(super) fn estimate(&self, view: &RunView, number: u32) -> Option<Duration> {
        let of_type = || {
            let (time, count) = self.seen.get(view.plan().node(number).task.schema().name)?;
            time.checked_div(*count)
        };
        view.estimate(number).or_else(of_type)
    }

    /// How long the run is going to take from now on: its work over its workers, but not less
    /// than the longest way through what is at work and comes next.
    pub(super) fn remaining(&self, view: &RunView, now: Timestamp) -> Remaining {
        let mut work = self.work;
        let (mut unknown, mut known) = (0, self.work > 0);
        for (name, count) in self.unknown.iter().filter(|(_, count)| **count > 0) {
            match self
                .seen
                .get(name)
                .and_then(|(time, of)| time.checked_div(*of))
            {
                Some(each) => {
                    known = true;
                    work = work.saturating_add(micros(each).saturating_mul(*count as u64));
                }
                None => unknown += count,
            }
        }
        if !known {
            return Remaining::Unknown;
        }
        let mut longest = Duration::ZERO;
        for (number, since) in view.running() {
            let (elapsed, estimate) = (between(since, now), self.estimate(view, number));
            work = work.saturating_sub(micros(elapsed.min(estimate.unwrap_or_default())));
            longest = longest.max(self.tail(number).saturating_sub(elapsed));
        }
        for next in view.upcoming() {
            longest = longest.max(self.tail(next.number));
        }
        let workers = self.workers.max(1) as u64;
        let time = longest.max(Duration::from_micros(work / workers));
        match unknown {
            0 => Remaining::About(time),
            _ => Remaining::AtLeast(time),
        }
    }

    fn tail(&self, number: u32) -> Duration {
        let seconds = self.tails.get(number as usize).copied().unwrap_or_default();
        Duration::try_from_secs_f32(seconds).unwrap_or_default()
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}
