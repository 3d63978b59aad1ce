//! The beginning of a run and of its tasks.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use super::super::executor::work;
use super::super::folder::folder_of;
use super::super::mailbox::Teller;
use super::super::require::Asks;
use super::super::{Context, EventKind, Need, State, Stop, spans};
use super::stops::Phase;
use super::{Dispatcher, Running};
use crate::config::Settings;
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

    pub(super) fn start_what_can(&mut self) {
        loop {
            self.resume_what_can();
            if !self.start_next() {
                break;
            }
        }
    }

    /// Whether a task more may be at work. Those that wait for what they required hold no worker.
    pub(super) fn is_worker_free(&self) -> bool {
        let busy = self.running.len() + self.turn.starts() + self.claiming.looking();
        busy - self.requires.waiting() < self.options.workers.max(1)
    }

    /// Starts the next task, if one can start.
    fn start_next(&mut self) -> bool {
        if !matches!(self.phase, Phase::Running) || self.turn.is_stuck() {
            return false;
        }
        let worker = self.is_worker_free();
        let Some(number) = self.schedule.queue().next(worker) else {
            return false;
        };
        let node = self.view.plan().node(number);
        let task = node.id;
        let schema = node.task.schema();
        let hopeless = self.hopeless.remove(&number).or_else(|| match schema.kind {
            TaskKind::Engine(name) => self.unprepared.get(name).cloned(),
            _ => None,
        });
        let elapsed = Duration::ZERO;
        match (hopeless, schema.kind) {
            (Some(failure), _) => {
                // It came after its engine turned out not to be ready, as one that works.
                self.schedule.queue().release(number);
                let failed = EventKind::TaskFailed {
                    task,
                    elapsed,
                    failure,
                };
                self.settle(number, failed, false);
            }
            (None, TaskKind::Wrapper) => {
                self.settle(number, EventKind::TaskSucceeded { task, elapsed }, true);
            }
            (None, TaskKind::Engine(name)) if self.waits_for_engine(number, name) => {
                self.schedule.queue().release(number);
            }
            (None, _) if self.claim(number) => self.start(number, schema),
            // It is looked at, or another run does it: it needs nothing meanwhile.
            (None, _) => self.schedule.queue().release(number),
        }
        true
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
        self.turn.starting(event, start);
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
            claims: self.options.claims.clone(),
            stop: stopped,
            events: Teller::new(self.ring.clone()),
            attempt,
            trace: self.options.trace,
            asks: Some(Asks::new(number, self.ask.clone())),
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
