//! `run`: does what is not done yet.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use jiff::{Timestamp, Zoned};

use super::beside::{self, Attach, Beside};
use super::exit::ExitKind;
use super::hooks::Hooks;
use super::logging;
use super::message::{Message, Refusal};
use super::observing::{self, Observing};
use super::prepare::Prepared;
use super::program::Streams;
use super::surroundings::Surroundings;
use crate::config::{Config, Moment, RunSettings};
use crate::engine::Engine;
use crate::finding::Thoroughness;
use crate::journal::Index;
use crate::observe::Observer;
use crate::param::moment;
use crate::plan::Plan;
use crate::report::{Console, Json, Plain, Reporter, Screen, Summary};
use crate::run::{
    Completeness, Estimates, Mask, Noted, RunOptions, RunReport, State, StopCause, StopLimits,
    execute, keep_those_of_tasks, outputs_of, signals,
};
use crate::task::TaskId;

/// What `run` is given beside the plan.
pub(crate) struct Order {
    pub(crate) program: String,
    pub(crate) engines: Vec<Arc<dyn Engine>>,
    pub(crate) observers: Vec<Arc<dyn Observer>>,
    pub(crate) hooks: Hooks,
    pub(crate) completeness: Arc<dyn Completeness>,
    pub(crate) json: bool,
    pub(crate) quiet: bool,
    pub(crate) attach: bool,
    pub(crate) signals: bool,
    /// Whether the order of the plan decides alone, as far as priorities leave it open.
    pub(crate) in_plan_order: bool,
    /// What is done, though no output says so.
    pub(crate) done: HashSet<TaskId>,
}

/// Runs the plan and shows what happens.
pub(crate) async fn run(
    prepared: Prepared,
    order: Order,
    streams: &Streams<'_>,
) -> Result<ExitKind, Refusal> {
    // To look for Spark takes longer than to see that there is nothing to do.
    let how = if is_done(&prepared, &order) {
        Thoroughness::Declared
    } else {
        Thoroughness::Rules
    };
    let nothing_to_do = how == Thoroughness::Declared;
    for warning in prepared.check(how)? {
        streams.err(&warning.render("warning"));
    }
    let surroundings = streams.surroundings();
    let mut reporters = reporters(&order, streams);
    let mut masker = prepared.masker();
    observing::add_secrets(&mut masker, &order.observers, surroundings);
    let mask: Mask = Arc::new(move |text: &str| masker.mask(text).into_owned());
    let (observers, program) = (order.observers.clone(), order.program.clone());
    let live = !order.json && !order.quiet && is_live(surroundings);
    let attach = order.attach;
    let (hooks, listens) = (order.hooks.clone(), order.signals);
    let mut options = options(prepared.config, order, mask)?;
    let words = surroundings.arguments.iter();
    options.command = words.map(|it| it.to_string_lossy().into_owned()).collect();
    let place = match beside::enter(&prepared.plan, &mut options) {
        Ok(Beside::Begins(place)) => Some(place),
        // Who has nothing to do needs no place to write to.
        Err(_) if nothing_to_do => None,
        Err(refusal) => return Err(refusal),
        Ok(Beside::Same(entry)) if attach => {
            let attach = Attach {
                program,
                state_dir: options.state_dir,
                entry,
                mask: options.mask,
                reporters,
                stops: options.stops,
            };
            return beside::attach(prepared.plan, attach, streams).await;
        }
        Ok(Beside::Same(entry)) => return Err(beside::refuse(&program, &entry)),
    };
    let about = observing::About {
        program: &program,
        settings: &options.engine_settings,
        run: &options.id,
        dir: &options.state_dir.join("runs").join(options.id.as_str()),
        mask: &options.mask.clone().expect("set above"),
        live,
    };
    if surroundings.signals {
        // Only the process itself has something that holds for all of it.
        let settings = RunSettings::of(about.settings);
        logging::begin(&settings, surroundings, about.dir, about.mask, live);
    }
    let mut observing = Observing::begin(&observers, &about, surroundings);
    options.trace = observing.trace;
    // Behind those that a person sees.
    reporters.append(&mut observing.reporters);
    if !nothing_to_do {
        options.estimates = Arc::new(estimates(&options.state_dir, &prepared.plan));
    }
    let state_dir = options.state_dir.clone();
    keep_those_of_tasks();
    let report = execute(prepared.plan, options, reporters).await;
    if let Some(place) = place {
        place.leave(&report, streams);
    }
    index(&state_dir, &report);
    // It blocks this thread, on which nothing else is left to do.
    observing.end();
    hooks.call(&report, listens, streams).await;
    Ok(exit(&report))
}

/// How long the tasks took in earlier runs. Where no index can be used nobody knows.
fn estimates(state_dir: &Path, plan: &Plan) -> Estimates {
    let known = Index::in_file(state_dir, |index| index.estimates(plan));
    known.unwrap_or_default()
}

/// Takes a run that has ended into the index. A very big one is left to whoever asks first, and
/// so is every one where the index cannot be written.
fn index(state_dir: &Path, report: &RunReport) {
    const AT_ONCE: usize = 100_000;
    if report.view().plan().len() <= AT_ONCE {
        let dir = report.view().dir();
        let _ = Index::open(state_dir).and_then(|mut index| index.add(dir));
    }
}

/// Whether the outputs of every root are there. What is not known is not done.
fn is_done(prepared: &Prepared, order: &Order) -> bool {
    let roots = prepared.plan.roots().iter();
    let roots = roots.map(|root| &prepared.plan.node(*root).task);
    let outputs: Vec<_> = roots.map(|task| outputs_of(&**task)).collect();
    let all: Vec<_> = outputs.iter().flatten().cloned().collect();
    let state_dir = RunSettings::of(&prepared.config.settings()).state_dir;
    let state_dir = state_dir.unwrap_or_else(|| RunOptions::default().state_dir);
    outputs.iter().all(|outputs| !outputs.is_empty())
        && Noted::new(Arc::clone(&order.completeness), state_dir)
            .are_complete(&all)
            .into_iter()
            .all(|answer| answer.unwrap_or(false))
}

fn options(config: Config, order: Order, mask: Mask) -> Result<RunOptions, Refusal> {
    let settings = config.settings();
    let run = RunSettings::of(&settings);
    let defaults = RunOptions::default();
    // A time of day is one in the zone that the profile says.
    let now = Zoned::now().with_time_zone(moment::moment().time_zone().clone());
    let deadline = run.deadline.map(|at| deadline(at, &now));
    let deadline = deadline.transpose()?;
    let stops = if order.signals {
        let stops = signals().map_err(|error| {
            let message = Message::new(format!("cannot listen for signals: {error}"));
            Refusal::new(ExitKind::Environment, message)
        })?;
        Some(stops)
    } else {
        None
    };
    let state_dir = run.state_dir.unwrap_or(defaults.state_dir);
    Ok(RunOptions {
        workers: run.workers.unwrap_or(defaults.workers),
        fail_fast: run.fail_fast.unwrap_or(defaults.fail_fast),
        stop_limits: StopLimits {
            grace: run.grace.unwrap_or(defaults.stop_limits.grace),
            ..defaults.stop_limits
        },
        stops,
        mask: Some(mask),
        settings_for: Arc::new(move |schema| Arc::new(config.settings_for(schema.name))),
        engines: order.engines,
        engine_settings: Arc::new(settings),
        completeness: order.completeness,
        in_plan_order: order.in_plan_order,
        claims: defaults.claims,
        resume: defaults.resume,
        earlier: defaults.earlier,
        earlier_runs: defaults.earlier_runs,
        done: order.done,
        id: beside::new_id(&state_dir),
        state_dir,
        seed: defaults.seed,
        resources: run.resources,
        run_timeout: run.run_timeout,
        deadline,
        extensions: defaults.extensions,
        trace: defaults.trace,
        journal: defaults.journal,
        command: defaults.command,
        estimates: defaults.estimates,
    })
}

/// The moment at which the run must have ended.
fn deadline(at: Moment, now: &Zoned) -> Result<Timestamp, Refusal> {
    let found = at.next_after(now).map_err(|error| {
        Refusal::usage(Message::new(format!(
            "the deadline {at} is no moment: {error}"
        )))
    })?;
    if found <= now.timestamp() {
        let message = Message::new(format!("the deadline {at} is over"));
        let help = "a time alone, such as 06:00, is the next one; `none` is no deadline";
        return Err(Refusal::usage(message.help(help.to_owned())));
    }
    Ok(found)
}

fn reporters(order: &Order, streams: &Streams<'_>) -> Vec<Box<dyn Reporter>> {
    let surroundings = streams.surroundings();
    let out = &surroundings.out;
    let screen = || Screen::new(out.clone(), streams.colors(out));
    let mut reporters: Vec<Box<dyn Reporter>> = Vec::new();
    if order.json {
        reporters.push(Box::new(Json::new(out.clone())));
        return reporters;
    }
    let live = is_live(surroundings);
    if order.quiet {
        // The summary alone.
    } else if live {
        reporters.push(Box::new(Console::new(out.clone(), streams.colors(out))));
    } else {
        reporters.push(Box::new(Plain::new(screen())));
    }
    // Live lines are cleared before the summary is printed: the order matters.
    reporters.push(Box::new(Summary::new(screen())));
    reporters
}

/// Whether a live display may be drawn.
fn is_live(surroundings: &Surroundings) -> bool {
    surroundings.out.terminal && surroundings.variable("TERM") != Some("dumb")
}

pub(super) fn exit(report: &RunReport) -> ExitKind {
    let view = report.view();
    let journal = view.journal_failure().map(|failure| failure.kind);
    // Where nothing was to be done a journal would have had nothing to say.
    if report.is_success() && (journal.is_none() || view.count(State::Succeeded) == 0) {
        return ExitKind::Success;
    }
    let signal = match report.stop() {
        // That is told before any failure, as a signal is.
        Some(StopCause::RunTimeout | StopCause::Deadline) => return ExitKind::OutOfTime,
        Some(StopCause::Signal(number)) => u8::try_from(*number).ok(),
        _ => None,
    };
    let kinds = report.failures().map(|(_, failure)| failure.kind);
    match ExitKind::of(kinds.chain(journal), signal) {
        // Nothing failed, yet not everything is done: it was stopped from within.
        ExitKind::Success => ExitKind::TaskFailed,
        kind => kind,
    }
}
