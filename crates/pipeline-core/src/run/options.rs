//! How a plan is run.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::mpsc;

use super::completeness::{Completeness, Stores};
use super::resources::Capacities;
use super::{Claims, Estimates, EventKind, Resume, RunId, StopCause, StopLimits, Trace};
use crate::config::Settings;
use crate::engine::{Engine, Extensions};
use crate::task::{TaskId, TaskSchema};

/// The settings of a type of task.
pub type SettingsFor = Arc<dyn Fn(&'static TaskSchema) -> Arc<Settings> + Send + Sync>;

/// How a plan is run. `RunOptions::default()` runs it well; change what you need.
pub struct RunOptions {
    /// What the run is called.
    pub id: RunId,
    /// Where runs keep their folders: `<state_dir>/runs/<id>`. `.spark-pipeline` by default.
    pub state_dir: PathBuf,
    /// Whether the run keeps a journal, without which nobody knows of it later, nor from another
    /// process. A test may do without one.
    pub journal: bool,
    /// The command line that the run was called with, the program first: for its journal.
    pub command: Vec<String>,
    /// How many tasks may be at work at once, at least one.
    pub workers: usize,
    /// How many of each named resource there are. A task that takes more than that fails.
    pub resources: Capacities,
    /// Start nothing new after the first failure: the run drains. What is at work goes on to
    /// its end, nothing is tried again, and whatever else was to be done is not started.
    /// Otherwise (which is the default) everything that is not downstream of a failure is done.
    pub fail_fast: bool,
    /// How long the run may take, from before it looks at any output; then it is stopped.
    pub run_timeout: Option<Duration>,
    /// When the run must have ended; at that moment it is stopped. It is found once, when the
    /// run begins: a clock that is set later moves nothing.
    pub deadline: Option<Timestamp>,
    /// How long the run waits for what it stops.
    pub stop_limits: StopLimits,
    /// Requests to stop: [`super::signals`], or a channel of one's own.
    pub stops: Option<mpsc::UnboundedReceiver<StopCause>>,
    /// The settings of each type of task; asked once a type.
    pub settings_for: SettingsFor,
    /// What is made ready if a task of its kind is going to run.
    pub engines: Vec<Arc<dyn Engine>>,
    /// The settings that engines get.
    pub engine_settings: Arc<Settings>,
    /// What is ready for tasks already.
    pub extensions: Extensions,
    /// Says which outputs are there.
    pub completeness: Arc<dyn Completeness>,
    /// How long tasks took in earlier runs.
    pub estimates: Arc<Estimates>,
    /// Keeps other runs on this machine from doing what this one does, and this one from doing
    /// what they do. Nothing, which is the default, is for a caller who knows that there are none.
    pub claims: Option<Claims>,
    /// Start what is ready in the order of the plan, where priorities leave it open, and not what
    /// the end of the run waits for longest: the first root that was asked for is done first.
    pub in_plan_order: bool,
    /// What runs that died left of tasks that they had begun.
    pub resume: HashMap<TaskId, Resume>,
    /// Tasks without outputs that are done all the same: a run that is run again has done them.
    pub done: HashSet<TaskId>,
    /// The ids of those runs.
    pub earlier_runs: Vec<String>,
    /// What is told of those runs when this one begins.
    pub earlier: Vec<EventKind>,
    /// What the lengths of waits before another try are drawn from.
    pub seed: u64,
    /// Passed over every text that a reporter gets.
    pub mask: Option<Mask>,
    /// The trace whose ids tasks hand to what they start; nothing where it goes nowhere.
    pub trace: Option<Trace>,
}

/// Takes secrets out of a text.
pub type Mask = Arc<dyn Fn(&str) -> String + Send + Sync>;

impl Default for RunOptions {
    fn default() -> Self {
        let none = Arc::new(Settings::default());
        let engine_settings = Arc::clone(&none);
        Self {
            id: RunId::new(jiff::Timestamp::now()),
            state_dir: PathBuf::from(".spark-pipeline"),
            journal: true,
            command: std::env::args_os()
                .map(|argument| argument.to_string_lossy().into_owned())
                .collect(),
            workers: default_workers(),
            resources: Capacities::new(),
            fail_fast: false,
            run_timeout: None,
            deadline: None,
            stop_limits: StopLimits::default(),
            stops: None,
            settings_for: Arc::new(move |_| Arc::clone(&none)),
            engines: Vec::new(),
            engine_settings,
            extensions: Extensions::default(),
            completeness: Arc::new(Stores),
            estimates: Arc::default(),
            claims: None,
            in_plan_order: false,
            resume: HashMap::new(),
            earlier: Vec::new(),
            earlier_runs: Vec::new(),
            done: HashSet::new(),
            seed: RandomState::new().hash_one(0),
            mask: None,
            trace: None,
        }
    }
}

/// As many tasks as the machine has processors, but not more than eight: a task is often a
/// program that uses several by itself.
#[must_use]
pub fn default_workers() -> usize {
    std::thread::available_parallelism().map_or(2, |count| count.get().min(8))
}

/// A runtime for a run with so many workers: with more threads than tasks can block at once,
/// so that signals are always heard.
///
/// # Errors
/// The system gives no threads.
pub fn runtime(workers: usize) -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(workers.max(1) + 2)
        .enable_all()
        .build()
}
