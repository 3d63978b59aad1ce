//! The one place where things happen in an order.

mod admits;
mod bell;
mod circles;
mod claims;
mod ends;
mod engines;
mod hooks;
mod looks;
mod pulse;
mod requires;
mod retries;
mod starts;
mod stops;
mod timeouts;
mod timers;
mod turn;

use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::{mpsc, watch};
use tokio::task::{self, AbortHandle, JoinHandle, JoinSet};
use tokio::time::Instant;
use tracing::Instrument;

use self::bell::Bell;
use self::claims::Claiming;
use self::engines::Engines;
use self::hooks::Hooks;
use self::looks::Looks;
use self::pulse::Pulse;
use self::requires::Requires;
use self::retries::Retries;
use self::stops::{Phase, Stops, limits};
use self::timeouts::Limit;
use self::timers::{Due, Timers};
use self::turn::Turn;
use super::clock::Clock;
use super::controls::Controls;
use super::mailbox::{Bells, Mailbox, Ring};
use super::queue::Queue;
use super::require::Ask;
use super::schedule::Schedule;
use super::{
    Completeness, Event, EventKind, Need, Noted, RunOptions, RunReport, RunView, Stop, outputs_of,
    spans, survey,
};
use crate::config::Settings;
use crate::engine::Extensions;
use crate::failure::Failure;
use crate::plan::Plan;
use crate::report::Reporter;
use crate::task::{TaskId, TaskKind};

/// Runs a plan: what is complete is left alone, what is needed runs as soon as it can, and a
/// failure stops only what is downstream of it.
///
/// Must be called in a tokio runtime with time; signals and processes need its I/O too. Give
/// it more threads than [`RunOptions::workers`], as [`super::runtime`] does: then tasks that
/// block their threads, all at once, keep neither a signal nor another task waiting. When
/// a task blocks its thread past the limits, the report comes all the same, but the runtime
/// would wait for the thread: end it with `shutdown_timeout`.
pub async fn execute(
    plan: Plan,
    mut options: RunOptions,
    reporters: Vec<Box<dyn Reporter>>,
) -> RunReport {
    let clock = Clock::start(Timestamp::now());
    let turn = Turn::new(&plan, &mut options, clock.began());
    let limits = limits(&options, clock.began());
    let mut stops = Stops::new(options.stops.take(), limits);
    let parallel = options.workers.clamp(1, 16) * 2;
    let noted = Noted::new(Arc::clone(&options.completeness), &options.state_dir);
    let noted: Arc<dyn Completeness> = noted;
    // Looking may take long where outputs are far away, and a stop must not wait for it.
    let found = tokio::select! {
        biased;
        cause = stops.next() => Err(cause),
        found = survey(&plan, &noted, parallel) => Ok(found),
    };
    let (mut needs, failures) = match found {
        Ok(found) => found.into_parts(),
        Err(cause) => {
            stops.first = Some(cause);
            (vec![Need::Run; plan.len()], HashMap::new())
        }
    };
    leave_out(&mut needs, &plan, &options.done);
    let schedule = Schedule::new(Queue::new(&options.resources));
    let view = RunView::new(plan, &needs, options.mask.clone())
        .with_estimates(Arc::clone(&options.estimates));
    let (ring, bells) = mpsc::unbounded_channel();
    let (ask, asks) = mpsc::unbounded_channel();
    // The numbers of a plan's tasks are below 2^32.
    #[allow(clippy::cast_possible_truncation)]
    let planned = view.plan().len() as u32;
    let span = spans::of_run(&options.id, view.plan().len());
    let dispatcher = Dispatcher {
        hopeless: failures,
        extensions: Arc::new(std::mem::take(&mut options.extensions)),
        unprepared: HashMap::new(),
        settings: HashMap::new(),
        controls: Controls::default(),
        schedule,
        view,
        turn,
        pulse: Pulse::of(&reporters),
        reporters,
        clock,
        at_work: JoinSet::new(),
        running: HashMap::new(),
        claiming: Claiming::new(),
        bell: Bell::new(),
        ring,
        bells,
        ask,
        asks,
        planned,
        requires: Requires::default(),
        looks: Looks::default(),
        engines: Engines::default(),
        asked: Stop::No,
        timers: Timers::default(),
        limited: HashMap::new(),
        blocked: HashSet::new(),
        retries: Retries::default(),
        hooks: Hooks::default(),
        phase: Phase::Running,
        stops,
        options,
    };
    // See `bell` for the one thing that must be minded then.
    // As a task of its own the dispatcher runs on the same thread as the task that it just
    // started or heard of, mostly; from `block_on` each of these would wake another thread.
    let mut run = AbortOnDrop(tokio::spawn(dispatcher.run(needs).instrument(span)));
    match (&mut run.0).await {
        Ok(report) => report,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // Only this future can abort it, and it waits.
            Err(error) => panic!("the dispatcher was cancelled: {error}"),
        },
    }
}

/// Takes tasks out that are done, though they have no output that says so.
fn leave_out(needs: &mut [Need], plan: &Plan, done: &HashSet<TaskId>) {
    if done.is_empty() {
        return;
    }
    for (need, node) in needs.iter_mut().zip(plan.nodes()) {
        let is_work = node.task.schema().kind != TaskKind::Wrapper;
        if *need == Need::Run
            && is_work
            && done.contains(&node.id)
            && outputs_of(&*node.task).is_empty()
        {
            *need = Need::Complete;
        }
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
    /// Which try it is, from 1.
    attempt: u32,
    since: Instant,
    abort: AbortHandle,
    /// How it is asked to stop: it alone, or with the run.
    stop: watch::Sender<Stop>,
    limit: Option<Limit>,
}

struct Dispatcher {
    options: RunOptions,
    /// Why tasks cannot but fail.
    hopeless: HashMap<u32, Failure>,
    extensions: Arc<Extensions>,
    /// Why the tasks of an engine cannot run.
    unprepared: HashMap<&'static str, Failure>,
    /// By the type of task.
    settings: HashMap<&'static str, Arc<Settings>>,
    /// By the number of the task.
    controls: Controls,
    schedule: Schedule,
    /// Where the run stood before this turn.
    view: RunView,
    /// What happened in this turn.
    turn: Turn,
    reporters: Vec<Box<dyn Reporter>>,
    pulse: Pulse,
    clock: Clock,
    at_work: JoinSet<Result<(), Failure>>,
    running: HashMap<task::Id, Running>,
    claiming: Claiming,
    bell: Bell,
    /// How tasks ring when they have told something, and where they are heard.
    ring: Ring,
    bells: Bells,
    ask: mpsc::UnboundedSender<Ask>,
    asks: mpsc::UnboundedReceiver<Ask>,
    /// How many tasks the plan had when the run began.
    planned: u32,
    requires: Requires,
    looks: Looks,
    engines: Engines,
    /// How urgently the run was asked to stop.
    asked: Stop,
    timers: Timers,
    /// The tasks at work that have a limit of time.
    limited: HashMap<u32, task::Id>,
    /// The tasks that were given up and still block a thread.
    blocked: HashSet<u32>,
    retries: Retries,
    hooks: Hooks,
    phase: Phase,
    stops: Stops,
}

impl Dispatcher {
    async fn run(mut self, needs: Vec<Need>) -> RunReport {
        self.begin(&needs);
        self.tell();
        if let Some(cause) = self.stops.first.take() {
            self.asked_to_stop(cause);
        }
        self.prepare_engines(&needs).await;
        drop(needs);
        loop {
            self.start_what_can();
            let was_stuck = self.turn.is_stuck();
            self.tell();
            if was_stuck && !self.turn.is_stuck() {
                continue;
            }
            self.begin_hooks();
            if self.is_at_rest() || matches!(self.phase, Phase::Over) {
                break;
            }
            let limit = self
                .phase
                .limit()
                .into_iter()
                .chain(self.timers.next())
                .min();
            tokio::select! {
                biased;
                cause = self.stops.next() => self.asked_to_stop(cause),
                () = self.pulse.beat() => self.show(),
                Some(looked) = self.looks.asking.join_next() => self.looked(looked),
                Some(prepared) = self.engines.preparing.join_next() => {
                    self.was_prepared(prepared);
                }
                Some(ended) = self.at_work.join_next_with_id() => {
                    self.ended(ended);
                    // What has ended meanwhile is taken in before anything new is started.
                    while let Some(ended) = self.at_work.try_join_next_with_id() {
                        self.ended(ended);
                    }
                }
                claimed = self.claiming.next() => self.claimed(claimed),
                ended = self.hooks.next() => self.hook_ended(ended),
                () = tokio::time::sleep_until(limit.unwrap_or_else(Instant::now)),
                    if limit.is_some() => self.time_has_come(),
                Some(ask) = self.asks.recv() => self.hear_ask(ask),
                // Last, so that a task that never stops talking keeps nothing else waiting.
                Some(mail) = std::future::poll_fn(|cx| self.bell.poll_recv(cx, &mut self.bells)) => {
                    self.hear(&mail);
                    // One write for all that is said at once.
                    self.hear_the_rest();
                }
            }
        }
        self.end()
    }

    /// Whether nothing is going to happen any more.
    fn is_at_rest(&self) -> bool {
        // Somebody may have asked for what is looked for now and not have waited for it.
        let waits = self.claiming.is_waiting() || !self.looks.is_quiet();
        let waits = waits && matches!(self.phase, Phase::Running);
        let works = !self.running.is_empty() || self.is_preparing() || self.hooks.any();
        !(works || waits || self.retries.any_waits())
    }

    /// A moment came at which something happens by itself.
    fn time_has_come(&mut self) {
        let now = Instant::now();
        if self.phase.limit().is_some_and(|limit| limit <= now) {
            self.limit_is_over();
        }
        while let Some(due) = self.timers.take(now) {
            match due {
                Due::TryAgain(number) => self.try_again(number),
                Due::TimeOut(id) => self.time_is_over(id),
                Due::HookOver(id) => self.hook_is_over(id),
            }
        }
    }

    /// Hears what a task has told.
    fn hear(&mut self, mail: &Mailbox) {
        for told in mail.take() {
            if told.is_told_by_tasks() {
                self.emit(told);
            }
        }
    }

    /// Hears what was told until now, and not what is told meanwhile: that may have no end.
    fn hear_the_rest(&mut self) {
        for _ in 0..self.bells.len() {
            if let Ok(mail) = self.bells.try_recv() {
                self.hear(&mail);
            }
        }
    }

    /// Something happened. It is told when the turn is over.
    fn emit(&mut self, kind: EventKind) {
        self.emit_at(self.clock.now(), kind);
    }

    fn emit_at(&mut self, at: Timestamp, kind: EventKind) {
        let event = self.event(at, kind);
        self.turn.happened(event);
    }

    /// An event as everybody may see it.
    fn event(&self, at: Timestamp, mut kind: EventKind) -> Event {
        if let Some(mask) = &self.options.mask {
            kind.mask(&**mask);
        }
        Event { at, kind }
    }

    /// A task became ready. Nobody is told, but the view is to know it in its order.
    fn ready(&mut self, number: u32) {
        self.turn.ready(number);
    }

    /// The identity of the task of this number.
    fn id(&self, number: u32) -> TaskId {
        self.view.plan().node(number).id
    }

    /// Takes an event in and tells it to everybody. The order of the calls is the order of
    /// the run.
    fn take_in(&mut self, event: &Event) {
        self.view.apply(event);
        spans::log(event, &self.view);
        self.tell_each(|reporter, view| reporter.event(event, view));
    }

    fn tell_each(&mut self, tell: impl Fn(&mut dyn Reporter, &RunView)) {
        let view = &self.view;
        // Showing a run must not end it: a reporter that panics is left out from then on.
        self.reporters.retain_mut(|reporter| {
            catch_unwind(AssertUnwindSafe(|| tell(&mut **reporter, view))).is_ok()
        });
    }
}
