//! The one place where things happen in an order.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{mpsc, watch};
use tokio::task::{self, AbortHandle, JoinError, JoinHandle, JoinSet};
use tokio::time::Instant;

use super::clock::Clock;
use super::executor::{given_up, of_join_error, work};
use super::schedule::{Next, Schedule};
use super::{
    Context, Event, EventKind, Need, RunOptions, RunReport, RunView, State, Stop, StopCause, survey,
};
use crate::config::Settings;
use crate::engine::Extensions;
use crate::failure::{Failure, FailureKind};
use crate::plan::Plan;
use crate::report::Reporter;
use crate::task::{TaskKind, TaskSchema};

/// Runs a plan: what is complete is left alone, what is needed runs as soon as it can, and a
/// failure stops only what is downstream of it.
///
/// Must be called in a tokio runtime with time; signals and processes need its I/O too. When
/// a task blocks its thread past the limits, the report comes all the same, but the runtime
/// would wait for the thread: end it with `shutdown_timeout`.
pub async fn execute(
    plan: Plan,
    mut options: RunOptions,
    reporters: Vec<Box<dyn Reporter>>,
) -> RunReport {
    let clock = Clock::start(Timestamp::now());
    let plan = Arc::new(plan);
    let mut stops = Stops::new(options.stops.take());
    let parallel = options.workers.clamp(1, 16) * 2;
    // Looking may take long where outputs are far away, and a stop must not wait for it.
    let found = tokio::select! {
        biased;
        cause = stops.next() => Err(cause),
        found = survey(&plan, &options.completeness, parallel) => Ok(found),
    };
    let (needs, failures) = match found {
        Ok(found) => found.into_parts(),
        Err(cause) => {
            stops.first = Some(cause);
            (vec![Need::Run; plan.len()], HashMap::new())
        }
    };
    let schedule = Schedule::new(&plan, &needs);
    let view = RunView::new(Arc::clone(&plan), &needs, options.mask.clone());
    let (told, tells) = mpsc::unbounded_channel();
    let dispatcher = Dispatcher {
        hopeless: failures,
        extensions: Arc::new(std::mem::take(&mut options.extensions)),
        unprepared: HashMap::new(),
        settings: HashMap::new(),
        plan,
        schedule,
        view,
        reporters,
        clock,
        at_work: JoinSet::new(),
        running: HashMap::new(),
        told,
        tells,
        stop: watch::channel(Stop::No).0,
        phase: Phase::Running,
        stops,
        options,
    };
    // As a task of its own the dispatcher runs on the same thread as the task that it just
    // started or heard of, mostly; from `block_on` each of these would wake another thread.
    let mut run = AbortOnDrop(tokio::spawn(dispatcher.run(needs)));
    match (&mut run.0).await {
        Ok(report) => report,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // Only this future can abort it, and it waits.
            Err(error) => panic!("the dispatcher was cancelled: {error}"),
        },
    }
}

/// Whoever drops the future of a run ends the run.
struct AbortOnDrop(JoinHandle<RunReport>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A task at work.
struct Running {
    number: u32,
    since: Instant,
    abort: AbortHandle,
}

/// How far the run is on its way to an end before its time.
#[derive(Clone, Copy)]
enum Phase {
    Running,
    /// A task failed and nothing new is to start.
    Draining,
    /// Tasks were asked to stop in order, until then.
    Stopping(Instant),
    /// Tasks were asked to stop at once, until then.
    Killing(Instant),
    /// The futures of the tasks were dropped; those that block have until then.
    Dropping(Instant),
    /// Whatever still runs is given up.
    Over,
}

struct Dispatcher {
    plan: Arc<Plan>,
    options: RunOptions,
    /// Why tasks cannot but fail.
    hopeless: HashMap<u32, Failure>,
    extensions: Arc<Extensions>,
    /// Why the tasks of an engine cannot run.
    unprepared: HashMap<&'static str, Failure>,
    /// By the type of task.
    settings: HashMap<&'static str, Arc<Settings>>,
    schedule: Schedule,
    view: RunView,
    reporters: Vec<Box<dyn Reporter>>,
    clock: Clock,
    at_work: JoinSet<Result<(), Failure>>,
    running: HashMap<task::Id, Running>,
    told: mpsc::UnboundedSender<EventKind>,
    tells: mpsc::UnboundedReceiver<EventKind>,
    stop: watch::Sender<Stop>,
    phase: Phase,
    stops: Stops,
}

type Ended = Result<(task::Id, Result<(), Failure>), JoinError>;

impl Dispatcher {
    async fn run(mut self, needs: Vec<Need>) -> RunReport {
        self.begin(&needs);
        if let Some(cause) = self.stops.first.take() {
            self.asked_to_stop(cause);
        }
        self.prepare_engines(&needs).await;
        drop(needs);
        loop {
            self.start_what_can();
            if self.running.is_empty() || matches!(self.phase, Phase::Over) {
                break;
            }
            let limit = self.phase.limit();
            tokio::select! {
                biased;
                cause = self.stops.next() => self.asked_to_stop(cause),
                Some(told) = self.tells.recv() => self.hear(told),
                Some(ended) = self.at_work.join_next_with_id() => {
                    self.ended(ended);
                    // What has ended meanwhile is taken in before anything new is started.
                    while let Some(ended) = self.at_work.try_join_next_with_id() {
                        self.ended(ended);
                    }
                }
                () = tokio::time::sleep_until(limit.unwrap_or_else(Instant::now)),
                    if limit.is_some() => self.limit_is_over(),
            }
        }
        self.end()
    }

    fn begin(&mut self, needs: &[Need]) {
        let id = self.options.id.to_string();
        let started = EventKind::RunStarted {
            dir: self.options.state_dir.join("runs").join(&id),
            run: id,
            tasks: self.plan.len(),
            complete: self.view.count(State::Complete),
            unneeded: self.view.count(State::Unneeded),
        };
        self.emit_at(self.clock.began(), started);
        let plan = Arc::clone(&self.plan);
        for (need, node) in needs.iter().zip(plan.nodes()) {
            if *need == Need::Complete {
                self.emit(EventKind::TaskComplete { task: node.id });
            }
        }
        let ready: Vec<u32> = self.schedule.ready().collect();
        for number in ready {
            self.view.ready(number);
        }
    }

    /// Lets every engine make ready what its tasks need, if one of them is going to run.
    async fn prepare_engines(&mut self, needs: &[Need]) {
        let plan = Arc::clone(&self.plan);
        for engine in self.options.engines.clone() {
            let wanted = needs.iter().zip(plan.nodes()).any(|(need, node)| {
                *need == Need::Run && node.task.schema().kind == TaskKind::Engine(engine.name())
            });
            if !wanted || !matches!(self.phase, Phase::Running) {
                continue;
            }
            let name = engine.name().to_owned();
            self.emit(EventKind::EnginePreparing { engine: name });
            let since = Instant::now();
            let mut extensions = Extensions::clone(&self.extensions);
            let settings = Arc::clone(&self.options.engine_settings);
            let prepared = tokio::select! {
                biased;
                cause = self.stops.next() => {
                    self.asked_to_stop(cause);
                    Err(Failure::new(FailureKind::Stopped, "the run was stopped"))
                }
                prepared = engine.prepare(&settings, &mut extensions) => prepared,
            };
            let failure = prepared.err();
            match &failure {
                None => self.extensions = Arc::new(extensions),
                Some(failure) => {
                    self.unprepared.insert(engine.name(), failure.clone());
                }
            }
            self.emit(EventKind::EnginePrepared {
                engine: engine.name().to_owned(),
                elapsed: since.elapsed(),
                failure,
            });
        }
    }

    fn start_what_can(&mut self) {
        while matches!(self.phase, Phase::Running)
            && let Some(number) = self.schedule.peek()
        {
            let plan = Arc::clone(&self.plan);
            let node = plan.node(number);
            let schema = node.task.schema();
            let hopeless = self.hopeless.remove(&number).or_else(|| match schema.kind {
                TaskKind::Engine(name) => self.unprepared.get(name).cloned(),
                _ => None,
            });
            let at_once = hopeless.is_some() || schema.kind == TaskKind::Wrapper;
            if !at_once && self.running.len() >= self.options.workers.max(1) {
                break;
            }
            self.schedule.pop();
            let (task, elapsed) = (node.id, Duration::ZERO);
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
                None => self.start(number, schema),
            }
        }
    }

    fn start(&mut self, number: u32, schema: &'static TaskSchema) {
        let task = self.plan.node(number).id;
        let label = self.view.label(number);
        let cx = Context {
            task,
            dir: self.view.dir().join(folder_name(&label, &task.short())),
            label: label.clone(),
            settings: self.settings_for(schema),
            extensions: Arc::clone(&self.extensions),
            stop: self.stop.subscribe(),
            events: self.told.clone(),
        };
        self.emit(EventKind::TaskStarted { task, label });
        let plan = Arc::clone(&self.plan);
        let completeness = Arc::clone(&self.options.completeness);
        let abort = self.at_work.spawn(work(plan, number, cx, completeness));
        let since = Instant::now();
        self.running.insert(
            abort.id(),
            Running {
                number,
                since,
                abort,
            },
        );
    }

    fn settings_for(&mut self, schema: &'static TaskSchema) -> Arc<Settings> {
        let settings_for = &self.options.settings_for;
        let held = self.settings.entry(schema.path);
        Arc::clone(held.or_insert_with(|| settings_for(schema)))
    }

    fn hear(&mut self, told: EventKind) {
        if told.is_told_by_tasks() {
            self.emit(told);
        }
    }

    fn ended(&mut self, ended: Ended) {
        // What a task told before it ended comes before its end.
        while let Ok(told) = self.tells.try_recv() {
            self.hear(told);
        }
        let (id, result) = match ended {
            Ok((id, result)) => (id, result),
            Err(error) => (error.id(), Err(of_join_error(error))),
        };
        let Some(Running { number, since, .. }) = self.running.remove(&id) else {
            return;
        };
        let task = self.plan.node(number).id;
        let elapsed = since.elapsed();
        match result {
            Ok(()) => self.settle(number, EventKind::TaskSucceeded { task, elapsed }, true),
            // Whatever a task says of its end once it was asked to stop: that is why it ended.
            Err(failure) if *self.stop.borrow() > Stop::No => {
                self.emit(EventKind::TaskStopped {
                    task,
                    elapsed,
                    failure,
                });
            }
            Err(failure) => {
                let failed = EventKind::TaskFailed {
                    task,
                    elapsed,
                    failure,
                };
                self.settle(number, failed, false);
            }
        }
    }

    /// A task came to its end: tells it and what follows from it.
    fn settle(&mut self, number: u32, event: EventKind, good: bool) {
        self.emit(event);
        if !good && self.options.fail_fast && matches!(self.phase, Phase::Running) {
            self.phase = Phase::Draining;
        }
        let mut next = Vec::new();
        self.schedule.ended(number, good, &mut next);
        for next in next {
            match next {
                Next::Ready(number) => self.view.ready(number),
                Next::Skipped(number, causes) => {
                    let because = causes.iter().map(|it| self.plan.node(*it).id).collect();
                    let task = self.plan.node(number).id;
                    self.emit(EventKind::TaskSkipped { task, because });
                }
            }
        }
    }

    fn asked_to_stop(&mut self, cause: StopCause) {
        match self.phase {
            Phase::Running | Phase::Draining => {
                self.phase = Phase::Stopping(Instant::now() + self.options.stop_limits.grace);
                self.tell_to_stop(Stop::Gracefully, cause);
            }
            Phase::Stopping(_) => self.kill(cause),
            // Everything that can be done is being done.
            Phase::Killing(_) | Phase::Dropping(_) | Phase::Over => {}
        }
    }

    fn limit_is_over(&mut self) {
        match self.phase {
            Phase::Stopping(_) => self.kill(StopCause::GraceOver),
            Phase::Killing(_) => {
                self.phase = Phase::Dropping(Instant::now() + self.options.stop_limits.give_up);
                self.at_work.abort_all();
            }
            Phase::Dropping(_) => self.phase = Phase::Over,
            Phase::Running | Phase::Draining | Phase::Over => {}
        }
    }

    fn kill(&mut self, cause: StopCause) {
        self.phase = Phase::Killing(Instant::now() + self.options.stop_limits.kill);
        self.tell_to_stop(Stop::Now, cause);
        // A task in plain Rust has nothing to kill but itself.
        for running in self.running.values() {
            if self.plan.node(running.number).task.schema().kind == TaskKind::Rust {
                running.abort.abort();
            }
        }
    }

    fn tell_to_stop(&mut self, stop: Stop, cause: StopCause) {
        self.emit(EventKind::StopRequested { stop, cause });
        self.stop.send_replace(stop);
    }

    fn end(mut self) -> RunReport {
        let mut left: Vec<Running> = self.running.drain().map(|(_, running)| running).collect();
        left.sort_unstable_by_key(|running| running.number);
        for Running { number, since, .. } in left {
            let task = self.plan.node(number).id;
            let failure = given_up(*self.stop.borrow());
            let elapsed = since.elapsed();
            self.emit(EventKind::TaskStopped {
                task,
                elapsed,
                failure,
            });
        }
        self.at_work.detach_all();
        for number in 0..self.view.plan().nodes().len() {
            // The numbers of a plan's tasks are below 2^32.
            #[allow(clippy::cast_possible_truncation)]
            let number = number as u32;
            if !self.view.state(number).is_final() {
                let task = self.plan.node(number).id;
                self.emit(EventKind::TaskNotStarted { task });
            }
        }
        self.emit(EventKind::RunFinished {
            succeeded: self.view.count(State::Succeeded),
            failed: self.view.count(State::Failed),
            stopped: self.view.count(State::Stopped),
            skipped: self.view.count(State::Skipped),
            not_started: self.view.count(State::NotStarted),
            elapsed: super::between(self.clock.began(), self.clock.now()),
        });
        RunReport { view: self.view }
    }

    fn emit(&mut self, kind: EventKind) {
        self.emit_at(self.clock.now(), kind);
    }

    /// Takes an event in and tells it to everybody. The order of the calls is the order of
    /// the run.
    fn emit_at(&mut self, at: Timestamp, mut kind: EventKind) {
        if let Some(mask) = &self.options.mask {
            kind.mask(&**mask);
        }
        let event = Event { at, kind };
        self.view.apply(&event);
        let view = &self.view;
        // Showing a run must not end it: a reporter that panics is left out from then on.
        self.reporters.retain_mut(|reporter| {
            catch_unwind(AssertUnwindSafe(|| reporter.event(&event, view))).is_ok()
        });
    }
}

impl Phase {
    /// When the phase ends by itself.
    const fn limit(self) -> Option<Instant> {
        match self {
            Self::Stopping(at) | Self::Killing(at) | Self::Dropping(at) => Some(at),
            Self::Running | Self::Draining | Self::Over => None,
        }
    }
}

/// Requests to stop, from a channel that there may not be.
struct Stops {
    channel: Option<mpsc::UnboundedReceiver<StopCause>>,
    /// One that came before the run began.
    first: Option<StopCause>,
}

impl Stops {
    const fn new(channel: Option<mpsc::UnboundedReceiver<StopCause>>) -> Self {
        Self {
            channel,
            first: None,
        }
    }

    /// The next request; waits for ever when none can come.
    async fn next(&mut self) -> StopCause {
        if let Some(channel) = &mut self.channel {
            match channel.recv().await {
                Some(cause) => return cause,
                None => self.channel = None,
            }
        }
        std::future::pending().await
    }
}

/// The name of a task's folder in a run: its label as far as a file name can hold it, and
/// the beginning of its id, since two labels may be one after that.
fn folder_name(label: &str, short_id: &str) -> String {
    const MOST: usize = 80;
    let mut name = String::with_capacity(label.len() + 9);
    for c in label.chars() {
        if name.len() >= MOST {
            break;
        }
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '=' | '_' => name.push(c),
            // A closing bracket has nothing to divide.
            ')' => {}
            _ if name.ends_with('-') => {}
            _ => name.push('-'),
        }
    }
    let name = name.trim_matches(['-', '.']);
    format!("{name}-{short_id}")
}
