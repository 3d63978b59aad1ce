//! Tasks that wait for others that they asked for while running.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use tokio::sync::oneshot;

use super::super::require::{Answer, Ask};
use super::super::schedule::{MAX_CAUSES, causes_of};
use super::super::{EventKind, Mask, State, Stop};
use super::Dispatcher;
use super::stops::Phase;
use crate::failure::{Failure, FailureKind};
use crate::secret::Masker;
use crate::task::AnyTask;

/// Who waits for what.
#[derive(Default)]
pub(super) struct Requires {
    /// The running tasks that have asked, by their numbers.
    pub(super) by: HashMap<u32, Requiring>,
    /// For each task that is waited for, who waits and with which question.
    pub(super) wanted: HashMap<u32, BTreeSet<(u32, u32)>>,
    /// Those that can go on as soon as there is a worker, first in plan order first.
    can_go_on: BTreeSet<u32>,
    /// Those that were told to stop while they waited, and hold no worker and no resources.
    let_go: HashSet<u32>,
    /// What is secret in tasks that came new, and what masked before there were any.
    secrets: Masker,
    mask: Option<Mask>,
    /// Questions that may wait for ever, which is seen when it is known what they need.
    pub(super) unchecked: Vec<(u32, u32)>,
}

/// A running task that has asked.
#[derive(Default)]
pub(super) struct Requiring {
    pub(super) asks: BTreeMap<u32, Pending>,
    /// How many of the tasks in all of them have not ended, each as often as it was asked for.
    open: usize,
}

/// A question without an answer yet.
pub(super) struct Pending {
    /// What was asked for.
    tasks: Vec<u32>,
    /// Those of them that have not ended.
    pub(super) waits_for: BTreeSet<u32>,
    /// Why the answer is no, whatever becomes of the tasks.
    refused: Option<Failure>,
    answer: oneshot::Sender<Answer>,
}

impl Requires {
    /// How many tasks have asked and wait.
    pub(super) fn waiting(&self) -> usize {
        self.by.len()
    }

    /// A question does not wait any more.
    fn close(&mut self, by: u32, ask: u32) -> Option<&mut Pending> {
        let requiring = self.by.get_mut(&by)?;
        let pending = requiring.asks.get_mut(&ask)?;
        for task in std::mem::take(&mut pending.waits_for) {
            requiring.open -= 1;
            if let Some(who) = self.wanted.get_mut(&task) {
                who.remove(&(by, ask));
                if who.is_empty() {
                    self.wanted.remove(&task);
                }
            }
        }
        if requiring.open == 0 {
            self.can_go_on.insert(by);
        }
        requiring.asks.get_mut(&ask)
    }

    /// A task has ended.
    fn ended(&mut self, number: u32) {
        for (by, ask) in self.wanted.remove(&number).unwrap_or_default() {
            let Some(requiring) = self.by.get_mut(&by) else {
                continue;
            };
            let pending = requiring.asks.get_mut(&ask);
            if pending.is_some_and(|pending| pending.waits_for.remove(&number)) {
                requiring.open -= 1;
            }
            if requiring.open == 0 {
                self.can_go_on.insert(by);
            }
        }
    }

    /// A task that asked has ended, or goes on.
    fn take(&mut self, by: u32) -> Option<Requiring> {
        let open: Vec<u32> = self.by.get(&by)?.asks.keys().copied().collect();
        for ask in open {
            self.close(by, ask);
        }
        self.can_go_on.remove(&by);
        self.by.remove(&by)
    }
}

impl Dispatcher {
    /// A running task asks, or does not want to know any more.
    pub(super) fn hear_ask(&mut self, ask: Ask) {
        // What it told before it asked comes before that.
        self.hear_the_rest();
        self.tell();
        match ask {
            Ask::Require {
                by,
                ask,
                tasks,
                answer,
            } => self.required(by, ask, tasks, answer),
            Ask::Withdraw { by, ask } => self.withdrawn(by, ask),
        }
    }

    fn required(
        &mut self,
        by: u32,
        ask: u32,
        tasks: Vec<Box<dyn AnyTask>>,
        answer: oneshot::Sender<Answer>,
    ) {
        // It was dropped before it got here: also by a try that is over.
        if answer.is_closed() {
            return;
        }
        if !matches!(self.view.state(by), State::Running | State::Requiring) {
            let _ = answer.send(Err(not_at_work()));
            return;
        }
        let mut numbers = Vec::with_capacity(tasks.len());
        let mut refused = self.asks_for_itself(by, &tasks);
        for task in tasks {
            if refused.is_some() {
                break;
            }
            match self.add(task) {
                Ok(number) => numbers.push(number),
                Err(failure) => refused = Some(failure),
            }
        }
        let mut pending = Pending {
            tasks: numbers,
            waits_for: BTreeSet::new(),
            refused,
            answer,
        };
        if pending.refused.is_none() {
            let tasks = pending.tasks.iter().copied();
            pending.waits_for = tasks.filter(|it| !self.has_ended(*it)).collect();
        }
        let is_to_stop = self.asked > Stop::No || self.is_out_of_time(by);
        if is_to_stop && !pending.waits_for.is_empty() {
            pending.refused = Some(stopping());
            pending.waits_for.clear();
        }
        let goes_on = self.view.state(by) == State::Running || is_to_stop;
        if pending.waits_for.is_empty() && goes_on {
            let answer = self.answer_of(pending.refused, &pending.tasks);
            let _ = pending.answer.send(answer);
            return;
        }
        let waits_for: Vec<u32> = pending.waits_for.iter().copied().collect();
        let requires = waits_for.iter().map(|it| self.id(*it)).collect();
        let requiring = self.requires.by.entry(by).or_default();
        requiring.open += waits_for.len();
        requiring.asks.insert(ask, pending);
        if waits_for.is_empty() {
            // It waits for the others.
            return;
        }
        for task in &waits_for {
            let who = self.requires.wanted.entry(*task).or_default();
            who.insert((by, ask));
        }
        if self.requires.can_go_on.remove(&by) {
            self.schedule.queue().does_not_return(by);
        }
        self.requires.unchecked.push((by, ask));
        let task = self.id(by);
        if self.view.state(by) == State::Running {
            self.schedule.queue().release(by);
        }
        self.pause_limit(by);
        self.emit(EventKind::TaskRequires { task, requires });
        if matches!(self.phase, Phase::Running) {
            let unneeded = waits_for.into_iter();
            let unneeded = unneeded.filter(|it| self.view.state(*it) == State::Unneeded);
            let unneeded = unneeded.collect();
            self.need(unneeded, by);
        }
    }

    /// Puts a task into the plan, unless it is there.
    fn add(&mut self, task: Box<dyn AnyTask>) -> Result<u32, Failure> {
        let before = self.view.plan().len();
        let added = self.view.add(task).map_err(|error| error.failure());
        let after = self.view.plan().len();
        self.controls.grow(after);
        self.schedule.grow(after);
        // The numbers of a plan's tasks are below 2^32.
        #[allow(clippy::cast_possible_truncation)]
        for number in before as u32..after as u32 {
            self.added(number);
        }
        added
    }

    fn added(&mut self, number: u32) {
        self.mask_secrets_of(number);
        let task = self.id(number);
        let label = self.view.label(number);
        self.emit(EventKind::TaskAdded { task, label });
    }

    /// What is secret in a task that came new is masked from now on in every text of the run.
    fn mask_secrets_of(&mut self, number: u32) {
        let task = &*self.view.plan().node(number).task;
        if !task.schema().params.iter().any(|param| param.secret) {
            return;
        }
        let secrets = &mut self.requires.secrets;
        task.visit_params(&mut |schema, value| {
            if schema.secret {
                secrets.add_named(schema.name, &value.print());
            }
        });
        let secrets = secrets.clone();
        let first = self.requires.mask.get_or_insert_with(|| {
            let mask = self.options.mask.clone();
            mask.unwrap_or_else(|| Arc::new(str::to_owned))
        });
        let first = Arc::clone(first);
        let mask: Mask = Arc::new(move |text| secrets.mask(&first(text)).into_owned());
        self.view.masks(Arc::clone(&mask));
        self.options.mask = Some(mask);
    }

    /// The failure of a task that asks for itself.
    fn asks_for_itself(&self, by: u32, tasks: &[Box<dyn AnyTask>]) -> Option<Failure> {
        let own = self.id(by);
        let asks = tasks.iter().any(|task| task.id() == own);
        asks.then(|| self.circle(&[by]))
    }

    /// Whether nothing is to be waited for any more.
    fn has_ended(&self, number: u32) -> bool {
        let state = self.view.state(number);
        state.is_final() && state != State::Unneeded
    }

    fn withdrawn(&mut self, by: u32, ask: u32) {
        let pending = self.requires.by.get(&by).and_then(|it| it.asks.get(&ask));
        // A question of this number may be one of another try.
        if pending.is_some_and(|pending| pending.answer.is_closed()) {
            self.requires.close(by, ask);
            if let Some(requiring) = self.requires.by.get_mut(&by) {
                requiring.asks.remove(&ask);
            }
        }
    }

    /// A task has ended, however it did: who waits for it may go on.
    pub(super) fn tell_requirers(&mut self, number: u32) {
        if !self.requires.wanted.is_empty() {
            self.requires.ended(number);
        }
    }

    /// A running task has ended, with questions open or without; says whether it held neither a
    /// worker nor resources.
    pub(super) fn requires_nothing(&mut self, by: u32) -> bool {
        let let_go = self.requires.let_go.remove(&by);
        let waited = self.requires.take(by).is_some();
        if waited {
            self.schedule.queue().does_not_return(by);
        }
        waited || let_go
    }

    /// A question cannot be answered but by this.
    pub(super) fn refuse(&mut self, by: u32, ask: u32, failure: Failure) {
        if let Some(pending) = self.requires.close(by, ask) {
            pending.refused = Some(failure);
        }
    }

    /// Lets tasks go on that have all that they asked for, as far as there are workers and what
    /// they take of the resources. They come before what is new.
    pub(super) fn resume_what_can(&mut self) {
        if self.requires.by.is_empty() {
            return;
        }
        // The states are those of this moment.
        self.tell();
        self.refuse_what_never_comes();
        while self.is_worker_free() {
            let mut can_go_on = self.requires.can_go_on.iter().copied();
            let queue = self.schedule.queue();
            let Some(by) = can_go_on.find(|by| queue.take_again(*by)) else {
                break;
            };
            let Some(requiring) = self.requires.take(by) else {
                continue;
            };
            let task = self.id(by);
            self.continue_limit(by);
            self.emit(EventKind::TaskResumed { task });
            self.answer(requiring);
        }
    }

    /// The run is being stopped: nobody waits for anything any more.
    pub(super) fn refuse_all(&mut self) {
        if self.requires.by.is_empty() {
            return;
        }
        self.tell();
        let mut waiting: Vec<u32> = self.requires.by.keys().copied().collect();
        waiting.sort_unstable();
        for by in waiting {
            if let Some(mut requiring) = self.requires.take(by) {
                self.requires.let_go.insert(by);
                self.schedule.queue().does_not_return(by);
                for pending in requiring.asks.values_mut() {
                    pending.refused.get_or_insert_with(stopping);
                }
                self.answer(requiring);
            }
        }
    }

    /// Once nothing new is started, some questions have no answer.
    fn refuse_what_never_comes(&mut self) {
        if matches!(self.phase, Phase::Running) || self.requires.by.is_empty() {
            return;
        }
        if self.asked > Stop::No {
            return self.refuse_all();
        }
        let is_coming =
            |it: &u32| matches!(self.view.state(*it), State::Running | State::Requiring);
        let mut never = Vec::new();
        for (by, requiring) in &self.requires.by {
            for (ask, pending) in &requiring.asks {
                if !pending.waits_for.iter().all(is_coming) {
                    never.push((*by, *ask));
                }
            }
        }
        never.sort_unstable();
        for (by, ask) in never {
            self.refuse(by, ask, draining());
        }
    }

    /// Gives the answers. The states must be those of this moment.
    fn answer(&self, requiring: Requiring) {
        for pending in requiring.asks.into_values() {
            let answer = self.answer_of(pending.refused, &pending.tasks);
            // Whoever asked may be gone.
            let _ = pending.answer.send(answer);
        }
    }

    fn answer_of(&self, refused: Option<Failure>, tasks: &[u32]) -> Answer {
        if let Some(failure) = refused {
            return Err(failure);
        }
        let bad = tasks.iter().copied();
        let bad: BTreeSet<u32> = bad.filter(|it| !self.view.state(*it).is_good()).collect();
        if let Some(first) = bad.first() {
            return Err(self.upstream(*first, &bad));
        }
        let plan = self.view.plan();
        Ok(tasks.iter().map(|it| plan.share(*it)).collect())
    }

    /// Why a task that required these cannot have them.
    fn upstream(&self, first: u32, all: &BTreeSet<u32>) -> Failure {
        let label = self.view.label(first);
        let cause = match (self.view.failure(first), self.view.causes(first)) {
            (Some(failure), _) => format!("{label}, which it required, failed: {}", failure.cause),
            (None, [cause, ..]) => format!(
                "{label}, which it required, was skipped because of {}",
                self.view.label(*cause)
            ),
            _ => format!("{label}, which it required, was not done"),
        };
        let causes = all
            .iter()
            .flat_map(|bad| causes_of(&self.view, *bad).to_vec());
        let causes: BTreeSet<u32> = causes.collect();
        let mut failure = Failure::new(FailureKind::Upstream, cause);
        if all.len() > 1 {
            let more = all.len() - 1;
            failure = failure.context(format!("and {more} more that it required"));
        }
        let because = causes.into_iter().take(MAX_CAUSES);
        failure.because = because.map(|it| self.id(it)).collect();
        failure
    }
}

/// What is answered when the run, or the task alone, is being stopped.
fn stopping() -> Failure {
    Failure::new(
        FailureKind::Stopped,
        "it is to stop, so what it required is not waited for",
    )
}

/// What is answered when nothing new is started.
fn draining() -> Failure {
    Failure::new(
        FailureKind::Stopped,
        "what it required is not begun any more, since another task failed and the run ends",
    )
}

/// What is answered to a hook.
fn not_at_work() -> Failure {
    Failure::new(
        FailureKind::Configuration,
        "only `run` can require a task: a hook comes after the end of its own",
    )
}
