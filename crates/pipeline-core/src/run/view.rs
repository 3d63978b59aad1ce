//! Where a run stands: what its events add up to.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::options::Mask;
use super::state::{State, Step};
use super::survey::Need;
use super::{Estimates, Event, EventKind, StopCause, Upcoming};
use crate::failure::Failure;
use crate::plan::{Plan, PlanError};
use crate::task::{AnyTask, TaskId};

/// Where a run stands. Made of its events alone, so that whoever has the events of a run,
/// later or elsewhere, has this too.
pub struct RunView {
    plan: Plan,
    mask: Option<Mask>,
    estimates: Arc<Estimates>,
    states: Vec<State>,
    counts: [usize; State::ALL.len()],
    /// Microseconds, for each task that ended; a `Duration` would be twice the size.
    elapsed: Vec<u64>,
    running: BTreeMap<u32, Timestamp>,
    /// Since the run began, in milliseconds, for each task that ended: fifty days.
    ended: Vec<u32>,
    retries: BTreeMap<u32, Retry>,
    required: BTreeMap<u32, Box<[TaskId]>>,
    elsewhere: BTreeMap<u32, Option<String>>,
    failed_hooks: Vec<(u32, String, Failure)>,
    upcoming: Vec<Upcoming>,
    details: HashMap<u32, Details>,
    failures: HashMap<u32, Failure>,
    /// The tasks that failed or were stopped, in the order of time.
    ended_badly: Vec<u32>,
    causes: HashMap<u32, Arc<[u32]>>,
    last_causes: Arc<[u32]>,
    run: String,
    dir: PathBuf,
    began: Option<Timestamp>,
    now: Option<Timestamp>,
    stop: Option<StopCause>,
    finished: Option<Duration>,
    journal: Option<Failure>,
}

/// What became known of a task while it ran.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// The id of its application.
    pub application: Option<String>,
    /// Where its application can be watched.
    pub url: Option<String>,
    /// What it said last.
    pub message: Option<String>,
    /// How far it is: what is counted, how many are done, of how many.
    pub progress: Option<(String, u64, Option<u64>)>,
}

/// That a task was tried again, or is going to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Retry {
    /// How many tries have failed.
    pub failed: u32,
    /// How many tries there are at most.
    pub of: u32,
    /// When the next one begins, or began.
    pub at: Timestamp,
    /// Why the last one failed.
    pub failure: Failure,
}

impl RunView {
    /// The beginning of a run: nothing has happened, and this is to be done.
    #[must_use]
    pub fn new(plan: Plan, needs: &[Need], mask: Option<Mask>) -> Self {
        let states: Vec<State> = needs
            .iter()
            .map(|need| match need {
                Need::Unneeded => State::Unneeded,
                Need::Complete => State::Complete,
                Need::Run | Need::Fail => State::Waiting,
            })
            .collect();
        let mut counts = [0; State::ALL.len()];
        for state in &states {
            counts[*state as usize] += 1;
        }
        Self {
            elapsed: vec![0; plan.len()],
            plan,
            mask,
            estimates: Arc::default(),
            counts,
            running: BTreeMap::new(),
            ended: vec![0; states.len()],
            states,
            retries: BTreeMap::new(),
            required: BTreeMap::new(),
            elsewhere: BTreeMap::new(),
            failed_hooks: Vec::new(),
            upcoming: Vec::new(),
            details: HashMap::new(),
            failures: HashMap::new(),
            ended_badly: Vec::new(),
            causes: HashMap::new(),
            last_causes: Arc::default(),
            run: String::new(),
            dir: PathBuf::new(),
            began: None,
            now: None,
            stop: None,
            finished: None,
            journal: None,
        }
    }

    /// The same, with how long tasks took in earlier runs.
    #[must_use]
    pub fn with_estimates(mut self, estimates: Arc<Estimates>) -> Self {
        self.estimates = estimates;
        self
    }

    /// How long the work of the task of this number is going to take, by earlier runs.
    #[must_use]
    pub fn estimate(&self, number: u32) -> Option<Duration> {
        let node = self.plan.node(number);
        self.estimates.of(node.id, node.task.schema().name)
    }

    /// The plan that is run. It may have grown since the run began.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Puts a task that a running one requires into the plan, with all that it depends on.
    /// Nothing is needed yet of what comes new.
    pub(super) fn add(&mut self, task: Box<dyn AnyTask>) -> Result<u32, PlanError> {
        let number = self.plan.add(task)?;
        let new = self.plan.len() - self.states.len();
        self.states.resize(self.plan.len(), State::Unneeded);
        self.elapsed.resize(self.plan.len(), 0);
        self.ended.resize(self.plan.len(), 0);
        self.counts[State::Unneeded as usize] += new;
        Ok(number)
    }

    /// What the run is called.
    #[must_use]
    pub fn run(&self) -> &str {
        &self.run
    }

    /// The run's folder. It may not exist.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// When the last event happened.
    #[must_use]
    pub fn now(&self) -> Option<Timestamp> {
        self.now
    }

    /// How long the run has taken until its last event.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        match (self.finished, self.began, self.now) {
            (Some(elapsed), _, _) => elapsed,
            (None, Some(began), Some(now)) => between(began, now),
            _ => Duration::ZERO,
        }
    }

    /// Why the run was first asked to stop.
    #[must_use]
    pub fn stop(&self) -> Option<&StopCause> {
        self.stop.as_ref()
    }

    /// Why the journal cannot be written, if it cannot.
    #[must_use]
    pub fn journal_failure(&self) -> Option<&Failure> {
        self.journal.as_ref()
    }

    /// The state of the task of this number.
    ///
    /// # Panics
    /// If the plan has no task of this number.
    #[must_use]
    pub fn state(&self, number: u32) -> State {
        self.states[number as usize]
    }

    /// How many tasks are in this state.
    #[must_use]
    pub fn count(&self, state: State) -> usize {
        self.counts[state as usize]
    }

    /// The tasks at work and since when, in plan order.
    pub fn running(&self) -> impl Iterator<Item = (u32, Timestamp)> {
        self.running.iter().map(|(number, since)| (*number, *since))
    }

    /// The tasks that were tried more than once, or are going to be, in plan order.
    pub fn retries(&self) -> impl Iterator<Item = (u32, &Retry)> {
        self.retries.iter().map(|(number, retry)| (*number, retry))
    }

    /// Whether and how a task was tried again.
    #[must_use]
    pub fn retry(&self, number: u32) -> Option<&Retry> {
        self.retries.get(&number)
    }

    /// The tasks that wait for others that they required, in plan order, and for which.
    pub fn requiring(&self) -> impl Iterator<Item = (u32, &[TaskId])> {
        let required = self.required.iter();
        required.map(|(number, required)| (*number, &**required))
    }

    /// The tasks that were left to another run, and to which. Those that have been done there
    /// are [`State::Complete`].
    pub fn elsewhere(&self) -> impl Iterator<Item = (u32, Option<&str>)> {
        let elsewhere = self.elsewhere.iter();
        elsewhere.map(|(number, run)| (*number, run.as_deref()))
    }

    /// Whether a task was left to another run, and to which, if that is known.
    #[must_use]
    pub fn left_to(&self, number: u32) -> Option<Option<&str>> {
        self.elsewhere.get(&number).map(Option::as_deref)
    }

    /// Since when a task is at work.
    #[must_use]
    pub fn since(&self, number: u32) -> Option<Timestamp> {
        self.running.get(&number).copied()
    }

    /// The time from the beginning of the run to a later moment.
    #[must_use]
    pub fn since_beginning(&self, moment: Timestamp) -> Duration {
        self.began
            .map_or(Duration::ZERO, |began| between(began, moment))
    }

    /// The hooks that failed, in the order of time: of which task, which one and why.
    #[must_use]
    pub fn failed_hooks(&self) -> &[(u32, String, Failure)] {
        &self.failed_hooks
    }

    /// The tasks that come next, if whoever runs them says so.
    #[must_use]
    pub fn upcoming(&self) -> &[Upcoming] {
        &self.upcoming
    }

    /// How long after the beginning of the run a task ended; zero if it has not.
    #[must_use]
    pub fn task_ended(&self, number: u32) -> Duration {
        let ended = self.ended.get(number as usize);
        Duration::from_millis(u64::from(ended.copied().unwrap_or_default()))
    }

    /// How long the work of a task that has ended took.
    #[must_use]
    pub fn task_elapsed(&self, number: u32) -> Duration {
        self.elapsed
            .get(number as usize)
            .map_or(Duration::ZERO, |micros| Duration::from_micros(*micros))
    }

    /// What became known of a task while it ran.
    #[must_use]
    pub fn details(&self, number: u32) -> Option<&Details> {
        self.details.get(&number)
    }

    /// Why a task failed or how it was stopped.
    #[must_use]
    pub fn failure(&self, number: u32) -> Option<&Failure> {
        self.failures.get(&number)
    }

    /// The tasks that failed or were stopped, in the order of time.
    #[must_use]
    pub fn ended_badly(&self) -> &[u32] {
        &self.ended_badly
    }

    /// The failed tasks that a skipped one names.
    #[must_use]
    pub fn causes(&self, number: u32) -> &[u32] {
        self.causes.get(&number).map_or(&[], |causes| causes)
    }

    /// The task as a person calls it; secrets masked.
    #[must_use]
    pub fn label(&self, number: u32) -> String {
        self.masked(self.plan.node(number).task.label())
    }

    /// A text with the secrets of the run masked.
    #[must_use]
    pub fn masked(&self, text: String) -> String {
        match &self.mask {
            Some(mask) => mask(&text),
            None => text,
        }
    }

    /// The number of the task that an event is about.
    #[must_use]
    pub fn number(&self, event: &EventKind) -> Option<u32> {
        event.task().and_then(|id| self.plan.find(id))
    }

    /// Takes an event in.
    pub fn apply(&mut self, event: &Event) {
        self.now = Some(event.at);
        let number = self.number(&event.kind);
        match (&event.kind, number) {
            (EventKind::RunStarted { run, dir, .. }, _) => {
                self.run.clone_from(run);
                self.dir.clone_from(dir);
                self.began = Some(event.at);
            }
            (EventKind::RunFinished { elapsed, .. }, _) => self.finished = Some(*elapsed),
            (EventKind::StopRequested { cause, .. }, _) => {
                self.stop.get_or_insert_with(|| cause.clone());
            }
            (EventKind::JournalFailed { failure }, _) => self.journal = Some(failure.clone()),
            (EventKind::JournalGoesOn, _) => self.journal = None,
            (EventKind::TaskStarted { .. }, Some(number)) => {
                self.step(number, Step::Start);
                self.running.insert(number, event.at);
            }
            (
                EventKind::TaskRetrying {
                    attempt,
                    of,
                    elapsed,
                    after,
                    failure,
                    ..
                },
                Some(number),
            ) => {
                self.end(number, Step::Retry, *elapsed);
                let retry = Retry {
                    failed: *attempt,
                    of: *of,
                    at: event.at.saturating_add(*after).unwrap_or(event.at),
                    failure: failure.clone(),
                };
                self.retries.insert(number, retry);
            }
            (EventKind::TaskRequires { requires, .. }, Some(number)) => {
                self.step(number, Step::Require);
                let held = self.required.remove(&number).unwrap_or_default();
                let all = held.iter().chain(requires).copied();
                self.required.insert(number, all.collect());
            }
            (EventKind::TaskResumed { .. }, Some(number)) => {
                self.step(number, Step::Resume);
                self.required.remove(&number);
            }
            (EventKind::TaskElsewhere { run, .. }, Some(number)) => {
                self.step(number, Step::Defer);
                self.elsewhere.insert(number, run.clone());
            }
            (EventKind::HookFailed { hook, failure, .. }, Some(number)) => {
                let failed = (number, hook.clone(), failure.clone());
                self.failed_hooks.push(failed);
            }
            // Of most tasks it is known before the run.
            (EventKind::TaskComplete { .. }, Some(number))
                if self.states[number as usize] != State::Complete =>
            {
                self.step(number, Step::Find);
            }
            (EventKind::TaskSucceeded { elapsed, .. }, Some(number)) => {
                self.end(number, Step::Succeed, *elapsed);
            }
            (
                EventKind::TaskFailed {
                    elapsed, failure, ..
                },
                Some(number),
            ) => {
                self.end(number, Step::Fail, *elapsed);
                self.fail(number, failure);
            }
            (
                EventKind::TaskStopped {
                    elapsed, failure, ..
                },
                Some(number),
            ) => {
                self.end(number, Step::Stop, *elapsed);
                self.fail(number, failure);
            }
            (EventKind::TaskSkipped { because, .. }, Some(number)) => {
                self.step(number, Step::Skip);
                self.running.remove(&number);
                self.required.remove(&number);
                self.because(number, because);
            }
            (EventKind::TaskNotStarted { .. }, Some(number)) => self.step(number, Step::Leave),
            (EventKind::TaskMessage { message, .. }, Some(number)) => {
                self.details.entry(number).or_default().message = Some(message.clone());
            }
            (
                EventKind::TaskProgress {
                    what, done, total, ..
                },
                Some(number),
            ) => {
                let progress = (what.clone(), *done, *total);
                self.details.entry(number).or_default().progress = Some(progress);
            }
            (EventKind::ApplicationId { id, .. }, Some(number)) => {
                self.details.entry(number).or_default().application = Some(id.clone());
            }
            (EventKind::TrackingUrl { url, .. }, Some(number)) => {
                self.details.entry(number).or_default().url = Some(url.clone());
            }
            _ => {}
        }
    }

    /// Everything that the task depends on is done.
    pub(crate) fn ready(&mut self, number: u32) {
        self.step(number, Step::Ready);
    }

    /// These come next.
    pub(crate) fn comes_next(&mut self, upcoming: Vec<Upcoming>) {
        self.upcoming = upcoming;
    }

    /// Texts are masked by this from now on.
    pub(super) fn masks(&mut self, mask: Mask) {
        self.mask = Some(mask);
    }

    /// A running task requires it, or what does.
    pub(super) fn needed(&mut self, number: u32) {
        self.step(number, Step::Need);
    }

    fn step(&mut self, number: u32, step: Step) {
        let held = self.states[number as usize];
        let mut after = held.after(step);
        // Nobody tells that a task came to be needed or became ready; its start says so.
        if after.is_none() && held == State::Unneeded {
            after = State::Waiting.after(step);
        }
        if after.is_none()
            && matches!(
                held,
                State::Unneeded | State::Waiting | State::Backoff | State::Elsewhere
            )
        {
            after = State::Ready.after(step);
        }
        let Some(after) = after else {
            debug_assert!(false, "{step:?} cannot happen to a task that is {held:?}");
            return;
        };
        self.counts[held as usize] -= 1;
        self.counts[after as usize] += 1;
        self.states[number as usize] = after;
    }

    fn end(&mut self, number: u32, step: Step, elapsed: Duration) {
        self.step(number, step);
        self.running.remove(&number);
        self.required.remove(&number);
        if let (Some(began), Some(now)) = (self.began, self.now) {
            let millis = between(began, now).as_millis();
            self.ended[number as usize] = u32::try_from(millis).unwrap_or(u32::MAX);
        }
        self.elapsed[number as usize] = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX);
    }

    fn fail(&mut self, number: u32, failure: &Failure) {
        self.failures.insert(number, failure.clone());
        self.ended_badly.push(number);
    }

    fn because(&mut self, number: u32, because: &[TaskId]) {
        let numbers: Vec<u32> = because
            .iter()
            .filter_map(|id| self.plan.find(*id))
            .collect();
        // Tasks that are skipped one after another mostly name the same causes.
        if *self.last_causes != *numbers {
            self.last_causes = numbers.into();
        }
        self.causes.insert(number, Arc::clone(&self.last_causes));
    }
}

/// The time from one moment to a later one.
pub(crate) fn between(from: Timestamp, to: Timestamp) -> Duration {
    Duration::try_from(to.duration_since(from)).unwrap_or_default()
}
