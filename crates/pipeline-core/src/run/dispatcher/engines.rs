//! Makes engines ready: before the first task starts those that are known to be needed, later
//! those whose first task comes into the plan while the run goes on.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use tokio::task::{JoinError, JoinSet};
use tokio::time::Instant;

use super::super::executor::of_join_error;
use super::super::{EventKind, Need};
use super::Dispatcher;
use super::stops::Phase;
use crate::engine::{Engine, Extensions};
use crate::failure::{Failure, FailureKind};
use crate::plan::Plan;
use crate::task::TaskKind;

/// What an engine's getting ready came to.
pub(super) type Prepared = (Result<(), Failure>, Extensions);

/// The engines of a run.
#[derive(Default)]
pub(super) struct Engines {
    /// Those that are ready, or are not and never will be.
    asked: HashSet<&'static str>,
    /// The tasks that could start but for their engine.
    parked: HashMap<&'static str, Vec<u32>>,
    /// Those to be made ready, one after the other: each is given what those before have left.
    next: VecDeque<Arc<dyn Engine>>,
    now: Option<(Arc<dyn Engine>, Instant)>,
    pub(super) preparing: JoinSet<Prepared>,
}

impl Dispatcher {
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
            let since = self.prepares(&engine);
            let mut extensions = Extensions::clone(&self.extensions);
            let settings = Arc::clone(&self.options.engine_settings);
            let mut preparing = engine.prepare(&settings, &mut extensions);
            let prepared = loop {
                tokio::select! {
                    biased;
                    cause = self.stops.next() => {
                        self.asked_to_stop(cause);
                        break Err(was_stopped());
                    }
                    () = self.pulse.beat() => self.show(),
                    prepared = &mut preparing => break prepared,
                }
            };
            drop(preparing);
            self.prepared(&*engine, since, prepared, extensions);
        }
    }

    /// Whether a task has to wait until its engine is ready. If so, it is seen to.
    pub(super) fn waits_for_engine(&mut self, number: u32, name: &'static str) -> bool {
        if self.engines.asked.contains(name) {
            return false;
        }
        if let Some(parked) = self.engines.parked.get_mut(name) {
            parked.push(number);
            return true;
        }
        let mut engines = self.options.engines.iter();
        let Some(engine) = engines.find(|engine| engine.name() == name) else {
            return false;
        };
        self.engines.next.push_back(Arc::clone(engine));
        self.engines.parked.insert(name, vec![number]);
        self.prepare_next();
        true
    }

    /// Whether an engine is being made ready while tasks run.
    pub(super) fn is_preparing(&self) -> bool {
        self.engines.now.is_some()
    }

    fn prepare_next(&mut self) {
        if self.is_preparing() {
            return;
        }
        let Some(engine) = self.engines.next.pop_front() else {
            return;
        };
        let since = self.prepares(&engine);
        self.engines.now = Some((Arc::clone(&engine), since));
        let mut extensions = Extensions::clone(&self.extensions);
        let settings = Arc::clone(&self.options.engine_settings);
        self.engines.preparing.spawn(async move {
            let prepared = engine.prepare(&settings, &mut extensions).await;
            (prepared, extensions)
        });
    }

    /// An engine is ready while tasks run, or is not: its tasks start, or fail.
    pub(super) fn was_prepared(&mut self, prepared: Result<Prepared, JoinError>) {
        let Some((engine, since)) = self.engines.now.take() else {
            return;
        };
        let (prepared, extensions) = prepared.unwrap_or_else(|error| {
            let failure = if error.is_cancelled() {
                was_stopped()
            } else {
                of_join_error(error)
            };
            (Err(failure), Extensions::default())
        });
        self.prepared(&*engine, since, prepared, extensions);
        for number in self
            .engines
            .parked
            .remove(engine.name())
            .into_iter()
            .flatten()
        {
            self.schedule.queue().push(number);
        }
        self.prepare_next();
    }

    fn prepares(&mut self, engine: &Arc<dyn Engine>) -> Instant {
        let name = engine.name().to_owned();
        self.emit(EventKind::EnginePreparing { engine: name });
        self.tell();
        Instant::now()
    }

    fn prepared(
        &mut self,
        engine: &dyn Engine,
        since: Instant,
        prepared: Result<(), Failure>,
        extensions: Extensions,
    ) {
        self.engines.asked.insert(engine.name());
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
        if self.unprepared.contains_key(engine.name()) {
            let plan = self.view.plan();
            let kind = TaskKind::Engine(engine.name());
            let is_of_it = |number| plan.node(number).task.schema().kind == kind;
            self.schedule.queue().end_at_once(is_of_it);
        }
    }
}

fn was_stopped() -> Failure {
    Failure::new(FailureKind::Stopped, "the run was stopped")
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
