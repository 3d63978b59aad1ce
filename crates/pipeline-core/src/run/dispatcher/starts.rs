//! The beginning of a run and of its tasks.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use super::super::executor::work;
use super::super::folder::folder_of;
use super::super::mailbox::Teller;
use super::super::{Context, EventKind, Need, State, Stop, spans};
use super::stops::Phase;
use super::{Dispatcher, Running};
use crate::config::Settings;
use crate::engine::Extensions;
use crate::failure::{Failure, FailureKind};
use crate::plan::Plan;
use crate::task::{TaskKind, TaskSchema};

/// A task that is about to start.
pub(super) struct Start {
    number: u32,
    schema: &'static TaskSchema,
    cx: Context,
    stop: watch::Sender<Stop>,
}

impl Dispatcher {
    pub(super) fn begin(&mut self, needs: &[Need]) {
        let id = self.options.id.to_string();
        let started = EventKind::RunStarted {
            dir: self.options.state_dir.join("runs").join(&id),
            run: id,
            tasks: self.view.plan().len(),
            complete: self.view.count(State::Complete),
            unneeded: self.view.count(State::Unneeded),
        };
        self.emit_at(self.clock.began(), started);
        for earlier in std::mem::take(&mut self.options.earlier) {
            self.emit(earlier);
        }
        for (number, need) in (0_u32..).zip(needs) {
            if *need == Need::Complete {
                let task = self.id(number);
                self.emit(EventKind::TaskComplete { task });
            }
        }
        let runs = (0_u32..).zip(needs);
        let runs = runs.filter(|(_, need)| matches!(need, Need::Run | Need::Fail));
        let runs: Vec<u32> = runs.map(|(number, _)| number).collect();
        self.admit(&runs, None);
    }

    /// Lets every engine make ready what its tasks need, if one of them can run at all: where
    /// something upstream of all of them is missing, nothing need be installed to say so.
    pub(super) async fn prepare_engines(&mut self, needs: &[Need]) {
        let can_run = can_run(self.view.plan(), needs);
        for engine in self.options.engines.clone() {
            let wanted = can_run
                .iter()
                .zip(self.view.plan().nodes())
                .any(|(can_run, node)| {
                    *can_run && node.task.schema().kind == TaskKind::Engine(engine.name())
                });
            // What could not be started need not be got ready.
            let in_vain = self.turn.is_stuck() || !matches!(self.phase, Phase::Running);
            if !wanted || in_vain {
                continue;
            }
            let name = engine.name().to_owned();
            self.emit(EventKind::EnginePreparing { engine: name });
            self.tell();
            let since = Instant::now();
            let mut extensions = Extensions::clone(&self.extensions);
            let settings = Arc::clone(&self.options.engine_settings);
            let mut preparing = engine.prepare(&settings, &mut extensions);
            let prepared = loop {
                tokio::select! {
                    biased;
                    cause = self.stops.next() => {
                        self.asked_to_stop(cause);
                        break Err(Failure::new(FailureKind::Stopped, "the run was stopped"));
                    }
                    () = self.pulse.beat() => self.show(),
                    prepared = &mut preparing => break prepared,
                }
            };
            drop(preparing);
            let failure = prepared.err();
            let found = engine.found(&extensions).filter(|_| failure.is_none());
            match &failure {
                None => self.extensions = Arc::new(extensions),
                Some(failure) => {
                    self.unprepared.insert(engine.name(), failure.clone());
                }
            }
            self.emit(EventKind::EnginePrepared {
                engine: engine.name().to_owned(),
                elapsed: since.elapsed(),
                found,
                failure,
            });
            self.tell();
        }
        let (plan, unprepared) = (self.view.plan(), &self.unprepared);
        if !unprepared.is_empty() {
            self.schedule.queue().end_at_once(|number| {
                match plan.node(number).task.schema().kind {
                    TaskKind::Engine(name) => unprepared.contains_key(name),
                    _ => false,
                }
            });
        }
    }

    pub(super) fn start_what_can(&mut self) {
        while matches!(self.phase, Phase::Running) && !self.turn.is_stuck() {
            let busy = self.running.len() + self.turn.starts() + self.claiming.looking();
            let worker = busy < self.options.workers.max(1);
            let Some(number) = self.schedule.queue().next(worker) else {
                break;
            };
            let node = self.view.plan().node(number);
            let task = node.id;
            let schema = node.task.schema();
            let hopeless = self.hopeless.remove(&number).or_else(|| match schema.kind {
                TaskKind::Engine(name) => self.unprepared.get(name).cloned(),
                _ => None,
            });
            let at_once = hopeless.is_some() || schema.kind == TaskKind::Wrapper;
            let elapsed = Duration::ZERO;
            match hopeless {
                Some(failure) => {
                    let failed = EventKind::TaskFailed {
                        task,
                        elapsed,
                        failure,
                    };
                    self.settle(number, failed, false);
                }
                None if at_once => {
                    self.settle(number, EventKind::TaskSucceeded { task, elapsed }, true);
                }
                None if self.claim(number) => self.start(number, schema),
                // It is looked at, or another run does it: it needs nothing meanwhile.
                None => self.schedule.queue().release(number),
            }
        }
    }

    pub(super) fn start(&mut self, number: u32, schema: &'static TaskSchema) {
        let (mut cx, stop) = self.context(number);
        cx.resume = self.options.resume.remove(&cx.task);
        let started = EventKind::TaskStarted {
            task: cx.task,
            label: cx.label.clone(),
            attempt: cx.attempt,
        };
        let start = Start {
            number,
            schema,
            cx,
            stop,
        };
        let event = self.event(self.clock.now(), started);
        self.turn.to_start(event, start);
    }

    /// What the next try of a task sees of the run, or the hook that follows its last one.
    pub(super) fn context(&mut self, number: u32) -> (Context, watch::Sender<Stop>) {
        let task = self.id(number);
        let schema = self.view.plan().node(number).task.schema();
        let label = self.view.label(number);
        let attempt = self.retries.attempt(number);
        let (stop, stopped) = watch::channel(Stop::No);
        let dir = folder_of(self.view.dir(), &label, task, attempt);
        let cx = Context {
            task,
            dir,
            label,
            settings: self.settings_for(schema),
            extensions: Arc::clone(&self.extensions),
            resume: None,
            _claims: self.options.claims.clone(),
            stop: stopped,
            events: Teller::new(self.ring.clone()),
            attempt,
            trace: self.options.trace,
        };
        (cx, stop)
    }

    /// The work of a task begins: its start is in the journal and told.
    pub(super) fn begin_work(&mut self, start: Start) {
        let Start {
            number,
            schema,
            cx,
            stop,
        } = start;
        let attempt = cx.attempt;
        let shared = self.view.plan().share(number);
        let completeness = Arc::clone(&self.options.completeness);
        let span = spans::of_try(&cx, schema);
        let asked = cx.stop.clone();
        let work = work(shared, cx, completeness);
        let work = spans::within(span, move || *asked.borrow(), work);
        let abort = self.at_work.spawn(work);
        let running = Running {
            number,
            attempt,
            since: Instant::now(),
            limit: self.limit(number, abort.id()),
            abort,
            stop,
        };
        self.running.insert(running.abort.id(), running);
    }

    pub(super) fn settings_for(&mut self, schema: &'static TaskSchema) -> Arc<Settings> {
        let settings_for = &self.options.settings_for;
        let held = self.settings.entry(schema.path);
        Arc::clone(held.or_insert_with(|| settings_for(schema)))
    }
}

/// Which tasks are to run and have nothing upstream that cannot but fail.
fn can_run(plan: &Plan, needs: &[Need]) -> Vec<bool> {
    let mut can_run = vec![false; needs.len()];
    // Dependencies come before their dependents.
    for (number, node) in plan.nodes().iter().enumerate() {
        can_run[number] = needs[number] == Need::Run
            && node.dependencies.iter().all(|&dependency| {
                let dependency = dependency as usize;
                can_run[dependency] || !matches!(needs[dependency], Need::Run | Need::Fail)
            });
    }
    can_run
}
