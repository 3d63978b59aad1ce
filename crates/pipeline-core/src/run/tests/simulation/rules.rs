//! What must be true of the events of every run, however it goes.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Mutex;

use super::*;
use crate::report::Reporter;
use crate::run::testing::Act;
use crate::run::{Capacities, Event, EventKind, RunView, Step};
use crate::task::{Control, TaskId};

/// Watches a run and writes down which rules it breaks.
#[derive(Clone)]
pub(super) struct Rules(Arc<Mutex<Seen>>);

struct Seen {
    workers: usize,
    resources: Capacities,
    specs: HashMap<TaskId, (Kind, Control)>,
    states: HashMap<TaskId, State>,
    tries: HashMap<TaskId, u32>,
    /// What running tasks wait for, where they wait until it has ended.
    required: HashMap<TaskId, Vec<TaskId>>,
    patient: HashSet<TaskId>,
    began: bool,
    finished: bool,
    broken: Vec<String>,
}

impl Rules {
    pub(super) fn new(simulated: &Simulated) -> Self {
        let specs = (0_u32..).zip(&simulated.world.specs).map(|(n, spec)| {
            let id = simulated.world.task(n).id();
            (id, (spec.kind, spec.control.clone()))
        });
        // Whoever is refused, or does not wait any more, goes on before.
        let whole = simulated.stops.is_empty() && !simulated.fail_fast && !simulated.circles;
        let all = (0_u32..).zip(&simulated.world.specs);
        let patient = all.filter(|(_, spec)| match &spec.does {
            Does::Acts(acts) => whole && !acts.iter().any(|it| matches!(it, Act::WaitsFor(..))),
            _ => whole,
        });
        let patient = patient.map(|(n, _)| simulated.world.task(n).id());
        Self(Arc::new(Mutex::new(Seen {
            workers: simulated.workers,
            resources: simulated.resources.clone(),
            specs: specs.collect(),
            states: HashMap::new(),
            tries: HashMap::new(),
            required: HashMap::new(),
            patient: patient.collect(),
            began: false,
            finished: false,
            broken: Vec::new(),
        })))
    }

    pub(super) fn broken(&self) -> Vec<String> {
        let mut seen = self.0.lock().expect("no poison");
        if !seen.finished {
            seen.broken.push("the run's end was not told".to_owned());
        }
        seen.broken.clone()
    }
}

impl Reporter for Rules {
    fn event(&mut self, event: &Event, view: &RunView) {
        let mut seen = self.0.lock().expect("no poison");
        let began = matches!(event.kind, EventKind::RunStarted { .. });
        if seen.finished || began == seen.began {
            seen.breaks(format!("out of place: {:?}", event.kind));
        }
        seen.began = true;
        seen.finished |= matches!(event.kind, EventKind::RunFinished { .. });
        seen.event(&event.kind, view);
    }
}

impl Seen {
    fn breaks(&mut self, what: String) {
        self.broken.push(what);
    }

    fn state(&self, task: TaskId) -> State {
        let held = self.states.get(&task).copied();
        held.unwrap_or(State::Unneeded)
    }

    fn event(&mut self, kind: &EventKind, view: &RunView) {
        let step = match kind {
            EventKind::TaskComplete { .. } => Step::Find,
            EventKind::TaskStarted { .. } => Step::Start,
            EventKind::TaskRetrying { .. } => Step::Retry,
            EventKind::TaskRequires { .. } => Step::Require,
            EventKind::TaskResumed { .. } => Step::Resume,
            EventKind::TaskSucceeded { .. } => Step::Succeed,
            EventKind::TaskFailed { .. } => Step::Fail,
            EventKind::TaskSkipped { .. } => Step::Skip,
            EventKind::TaskStopped { .. } => Step::Stop,
            EventKind::TaskNotStarted { .. } => Step::Leave,
            _ => return self.other(kind),
        };
        let Some(task) = kind.task() else { return };
        let before = self.state(task);
        // That a task came to be needed, and that it became ready, nobody tells.
        let needed = before.after(Step::Need);
        let ready = |state: State| state.after(Step::Ready);
        let ways = [Some(before), ready(before), needed, needed.and_then(ready)];
        let after = ways.into_iter().flatten().find_map(|it| it.after(step));
        let Some(after) = after else {
            return self.breaks(format!("{step:?} of a task that is {before:?}: {kind:?}"));
        };
        self.states.insert(task, after);
        match kind {
            EventKind::TaskStarted { attempt, .. } => self.started(task, *attempt, view),
            EventKind::TaskRequires { requires, .. } => {
                let held = self.required.entry(task).or_default();
                held.extend(requires);
            }
            EventKind::TaskResumed { .. } => {
                for it in self.required.remove(&task).unwrap_or_default() {
                    if self.patient.contains(&task) && !self.state(it).is_final() {
                        self.breaks(format!("goes on too early: {kind:?}"));
                    }
                }
                self.check_what_is_held(kind);
            }
            EventKind::TaskRetrying {
                failure, attempt, ..
            } => {
                let retries = self.specs[&task].1.retries.unwrap_or(0);
                if !failure.may_pass() || *attempt > retries {
                    self.breaks(format!("tried again in vain: {kind:?}"));
                }
            }
            EventKind::TaskSucceeded { .. } if before != State::Running => {
                self.check_inputs(task, view);
            }
            EventKind::TaskSkipped { because, .. } => {
                let bad = [State::Failed, State::Stopped];
                if because.is_empty() || !because.iter().all(|it| bad.contains(&self.state(*it))) {
                    self.breaks(format!("skipped because of no failure: {kind:?}"));
                }
            }
            _ => {}
        }
    }

    fn started(&mut self, task: TaskId, attempt: u32, view: &RunView) {
        let tries = self.tries.entry(task).or_default();
        *tries += 1;
        let tries = *tries;
        let retries = self.specs[&task].1.retries.unwrap_or(0);
        if attempt != tries || tries > retries + 1 {
            self.breaks(format!("try {attempt}, after {} of {retries}", tries - 1));
        }
        self.check_inputs(task, view);
        self.check_what_is_held(&format!("the start of {task:?}"));
    }

    /// Nothing begins before all that it depends on has ended well.
    fn check_inputs(&mut self, task: TaskId, view: &RunView) {
        let plan = view.plan();
        let number = plan.find(task).expect("it is in the plan");
        for dependency in &plan.node(number).dependencies {
            let state = self.state(plan.node(*dependency).id);
            if !state.is_good() {
                let (it, of) = (view.label(*dependency), view.label(number));
                self.breaks(format!("{of} begins while {it} is {state:?}"));
            }
        }
    }

    /// No more workers and resources are held than there are.
    fn check_what_is_held(&mut self, when: &dyn std::fmt::Debug) {
        let at_work = self.states.iter();
        let at_work = at_work.filter(|(_, state)| **state == State::Running);
        let mut held: BTreeMap<&str, u32> = BTreeMap::new();
        let mut workers = 0;
        for (task, _) in at_work {
            workers += 1;
            for (name, taken) in &self.specs[task].1.resources {
                *held.entry(name).or_default() += taken;
            }
        }
        let mut broken = Vec::new();
        if workers > self.workers {
            broken.push(format!("{workers} at work at {when:?}"));
        }
        for (name, held) in held {
            if held > self.resources[name] {
                broken.push(format!("{held} of {name} held at {when:?}"));
            }
        }
        self.broken.extend(broken);
    }

    fn other(&mut self, kind: &EventKind) {
        match kind {
            EventKind::TaskMessage { task, .. } => {
                let ended = [State::Succeeded, State::Failed];
                let state = self.state(*task);
                let at_work = matches!(state, State::Running | State::Requiring);
                // A hook comes after the end.
                let control = &self.specs[task].1;
                let hooks = control.on_success || control.on_failure;
                let in_place = at_work || hooks && ended.contains(&state);
                if !in_place {
                    self.breaks(format!("said by a task that is {state:?}: {kind:?}"));
                }
            }
            EventKind::TaskAdded { task, .. } if self.states.contains_key(task) => {
                self.breaks(format!("added twice, or late: {kind:?}"));
            }
            EventKind::RunFinished {
                succeeded,
                failed,
                stopped,
                skipped,
                not_started,
                ..
            } => {
                let counts = [
                    (State::Succeeded, succeeded),
                    (State::Failed, failed),
                    (State::Stopped, stopped),
                    (State::Skipped, skipped),
                    (State::NotStarted, not_started),
                ];
                for (state, told) in counts {
                    let count = self.states.values().filter(|it| **it == state).count();
                    if count != *told {
                        self.breaks(format!("{told} {state:?} told, and {count} there were"));
                    }
                }
            }
            _ => {}
        }
    }
}
