//! Tasks for tests: a graph is written down, and its tasks behave as it says.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use super::{Completeness, Context, Event, EventKind, OutputAt, RunView, Stop};
use crate::engine::BoxFuture;
use crate::failure::{Failure, FailureKind, Result, TaskError};
use crate::param::{AnyParam, ParamKind};
use crate::plan::{Plan, SharedTask};
use crate::report::Reporter;
use crate::target::{AnyTarget, Completion};
use crate::task::{
    AnyTask, Control, Dependencies, InputSchema, OutputSchema, ParamSchema, ParamValues, Resolved,
    Task, TaskKind, TaskSchema,
};

/// What a task of a test does when it runs.
#[derive(Clone, Debug, Default)]
pub(crate) enum Does {
    #[default]
    Nothing,
    /// Says it is done without writing its outputs.
    WritesNothing,
    Fails(&'static str),
    Panics,
    /// Works so many seconds, and does not look whether it is to stop.
    Sleeps(u64),
    /// Works until it is asked to stop this urgently, then fails with `Stopped`.
    UntilAsked(Stop),
    /// Says `at work`, then blocks its thread until `release` is there.
    Blocks,
    /// Fails so often with this kind, then does nothing more.
    FailsFirst(u32, FailureKind),
    /// Works so many seconds, which is too long for its first tries, so many of them.
    SleepsFirst(u32, u64),
    /// Says so many things without a pause.
    Talks(u32),
    /// Says things without end, on and on.
    TalksForEver,
    /// Says these things.
    Says(&'static [&'static str]),
    /// One after the other.
    Acts(Vec<Act>),
}

/// A piece of a task's work.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    Says(&'static str),
    Sleeps(u64),
    /// Requires these, all at once, and fails with what it is told.
    Requires(Vec<u32>),
    /// The same, and goes on whatever it is told.
    Tries(Vec<u32>),
    /// Waits for these so many seconds at most, and goes on whatever it is told.
    WaitsFor(Vec<u32>, u64),
    /// Fails so often with this kind.
    FailsFirst(u32, FailureKind),
    /// Works for a day in its first tries, so many of them.
    HangsFirst(u32),
    Panics,
    /// Waits for these so many seconds at most in its first try, then fails.
    LeavesFirst(Vec<u32>, u64),
}

/// One task of a written graph.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spec {
    pub(crate) needs: Vec<u32>,
    pub(crate) does: Does,
    pub(crate) kind: Kind,
    /// Whether it has an output, at `out/<n>`, and whether that is somewhere else.
    pub(crate) output: Option<String>,
    pub(crate) format: Option<&'static str>,
    pub(crate) control: Control,
    /// Whether an expression of its attributes panics.
    pub(crate) control_panics: bool,
    /// Whether it writes which try it is into its folder.
    pub(crate) writes_log: bool,
    /// What its hooks do when they have said that they are called.
    pub(crate) hook: Does,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    #[default]
    Rust,
    External,
    Wrapper,
    Engine,
}

/// A written graph and the world its tasks live in: which outputs are there.
#[derive(Debug, Default)]
pub(crate) struct World {
    pub(crate) specs: Vec<Spec>,
    pub(crate) there: Mutex<BTreeSet<String>>,
    /// How many outputs were looked for.
    pub(crate) looked: Mutex<usize>,
    /// Locations nobody can look at.
    pub(crate) unreadable: BTreeSet<String>,
    /// The tasks whose `run` is at work.
    pub(crate) inside: Mutex<BTreeSet<u32>>,
    /// Those that were begun while they were.
    pub(crate) doubled: Mutex<Vec<u32>>,
}

/// A task's `run` is at work until this is dropped.
struct Inside<'a>(&'a World, u32);

impl<'a> Inside<'a> {
    fn new(world: &'a World, n: u32) -> Self {
        if !world.inside.lock().expect("no poison").insert(n) {
            world.doubled.lock().expect("no poison").push(n);
        }
        Self(world, n)
    }
}

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        self.0.inside.lock().expect("no poison").remove(&self.1);
    }
}

impl World {
    pub(crate) fn new(specs: impl IntoIterator<Item = Spec>) -> Arc<Self> {
        Arc::new(Self {
            specs: specs.into_iter().collect(),
            ..Self::default()
        })
    }

    pub(crate) fn task(self: &Arc<Self>, n: u32) -> Box<dyn AnyTask> {
        let world = Arc::clone(self);
        match self.specs[n as usize].kind {
            Kind::Rust => Box::new(Toy::<0> { world, n }),
            Kind::External => Box::new(Toy::<1> { world, n }),
            Kind::Wrapper => Box::new(Toy::<2> { world, n }),
            Kind::Engine => Box::new(Toy::<3> { world, n }),
        }
    }

    pub(crate) fn plan(self: &Arc<Self>, roots: &[u32]) -> Plan {
        Plan::build(roots.iter().map(|n| self.task(*n)).collect()).expect("a plan")
    }

    async fn act(self: &Arc<Self>, cx: &Context, act: &Act) -> Result<()> {
        match act {
            Act::Says(thing) => cx.message(*thing),
            Act::Sleeps(seconds) => tokio::time::sleep(Duration::from_secs(*seconds)).await,
            Act::Requires(tasks) => self.require(cx, tasks).await?,
            Act::Tries(tasks) => {
                if let Err(error) = self.require(cx, tasks).await {
                    cx.message(format!("told: {error}"));
                }
            }
            Act::LeavesFirst(tasks, seconds) => {
                let limit = Duration::from_secs(*seconds);
                let waits = self.require(cx, tasks);
                if cx.attempt() > 1 {
                    waits.await?;
                } else if tokio::time::timeout(limit, waits).await.is_err() {
                    return Err(TaskError::msg("no patience"));
                }
            }
            Act::WaitsFor(tasks, seconds) => {
                let limit = Duration::from_secs(*seconds);
                let _ = tokio::time::timeout(limit, self.require(cx, tasks)).await;
            }
            Act::FailsFirst(tries, kind) => {
                if cx.attempt() <= *tries {
                    return Err(Failure::new(*kind, format!("no {}", cx.attempt())).into());
                }
            }
            Act::HangsFirst(tries) => {
                if cx.attempt() <= *tries {
                    tokio::time::sleep(Duration::from_secs(86_400)).await;
                }
            }
            Act::Panics => panic!("out of cheese"),
        }
        Ok(())
    }

    /// Requires these, all at once.
    async fn require(self: &Arc<Self>, cx: &Context, tasks: &[u32]) -> Result<()> {
        let mut open: Vec<_> = tasks
            .iter()
            .map(|n| Some(self.require_one(cx, *n)))
            .collect();
        let mut result = Ok(());
        std::future::poll_fn(|task| {
            for open in &mut open {
                let polled = open.as_mut().map(|it| it.as_mut().poll(task));
                if let Some(Poll::Ready(answer)) = polled {
                    *open = None;
                    if result.is_ok() {
                        result = answer;
                    }
                }
            }
            if open.iter().all(Option::is_none) {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
        result
    }

    fn require_one<'a>(self: &Arc<Self>, cx: &'a Context, n: u32) -> BoxFuture<'a, Result<()>> {
        async fn same<const KIND: usize>(
            asked: impl Future<Output = Result<SharedTask<Toy<KIND>>>>,
            n: u32,
        ) -> Result<()> {
            assert_eq!(asked.await?.n, n);
            Ok(())
        }
        let world = Arc::clone(self);
        match self.specs[n as usize].kind {
            Kind::Rust => Box::pin(same(cx.require(Toy::<0> { world, n }), n)),
            Kind::External => Box::pin(same(cx.require(Toy::<1> { world, n }), n)),
            Kind::Wrapper => Box::pin(same(cx.require(Toy::<2> { world, n }), n)),
            Kind::Engine => Box::pin(same(cx.require(Toy::<3> { world, n }), n)),
        }
    }

    pub(crate) fn put(&self, location: impl Into<String>) {
        self.there
            .lock()
            .expect("no poison")
            .insert(location.into());
    }
}

impl Completeness for World {
    fn are_complete(&self, outputs: &[OutputAt]) -> Vec<std::result::Result<bool, Failure>> {
        *self.looked.lock().expect("no poison") += outputs.len();
        let there = self.there.lock().expect("no poison");
        outputs
            .iter()
            .map(|output| {
                if self.unreadable.contains(&output.location) {
                    let denied = "Permission denied (os error 13)";
                    return Err(Failure::new(FailureKind::Environment, denied));
                }
                Ok(there.contains(&output.location))
            })
            .collect()
    }
}

/// A task of a [`World`]. The parameter is its number; everything else stands in the world.
pub(crate) struct Toy<const KIND: usize> {
    world: Arc<World>,
    n: u32,
}

#[derive(Debug)]
struct Out<'a>(&'a str, &'static str);

impl AnyTarget for Out<'_> {
    fn location(&self) -> &str {
        self.0
    }
    fn format(&self) -> &'static str {
        self.1
    }
    fn completion(&self) -> Completion {
        if self.1 == "parquet" {
            Completion::SuccessMarker
        } else {
            Completion::Exists
        }
    }
    fn columns(&self) -> Option<&'static [crate::row::Column]> {
        None
    }
}

const PARAMS: &[ParamSchema] = &[ParamSchema {
    name: "n",
    doc: "",
    kind: ParamKind::Integer {
        signed: false,
        bits: 32,
    },
    type_name: "u32",
    default: None,
    significant: true,
    secret: false,
}];

const OUTPUT: &OutputSchema = &OutputSchema {
    name: "out",
    doc: "",
};

const fn schema(name: &'static str, kind: TaskKind) -> TaskSchema {
    TaskSchema {
        name,
        path: name,
        doc: "",
        kind,
        params: PARAMS,
        inputs: &[],
        outputs: &[],
        unverified: &[],
    }
}

const SCHEMAS: [&TaskSchema; 4] = [
    &schema("Toy", TaskKind::Rust),
    &schema("Given", TaskKind::External),
    &schema("All", TaskKind::Wrapper),
    &schema("Job", TaskKind::Engine("test")),
];

impl<const KIND: usize> Task for Toy<KIND> {
    const SCHEMA: &'static TaskSchema = SCHEMAS[KIND];

    fn visit_params(&self, visit: &mut dyn FnMut(&'static ParamSchema, &dyn AnyParam)) {
        visit(&PARAMS[0], &self.n);
    }

    fn from_params(_: &mut ParamValues) -> Option<Self> {
        None
    }

    fn dependencies(&self, found: &mut Dependencies) {
        for n in &self.world.specs[self.n as usize].needs {
            found.groups.push(vec![self.world.task(*n)]);
        }
    }

    fn connect(&mut self, resolved: &mut Resolved) {
        for n in &self.world.specs[self.n as usize].needs {
            // Panics unless the planner hands back the very tasks that were named.
            let found = match self.world.specs[*n as usize].kind {
                Kind::Rust => resolved.field::<Toy<0>>().map(|task| task.n).next(),
                Kind::External => resolved.field::<Toy<1>>().map(|task| task.n).next(),
                Kind::Wrapper => resolved.field::<Toy<2>>().map(|task| task.n).next(),
                Kind::Engine => resolved.field::<Toy<3>>().map(|task| task.n).next(),
            };
            assert_eq!(found, Some(*n));
        }
    }

    fn visit_inputs(&self, _: &mut dyn FnMut(&'static InputSchema, &[&dyn AnyTask])) {}

    fn visit_outputs(&self, visit: &mut dyn FnMut(&'static OutputSchema, &dyn AnyTarget)) {
        let spec = &self.world.specs[self.n as usize];
        if let Some(location) = &spec.output {
            visit(OUTPUT, &Out(location, spec.format.unwrap_or("file")));
        }
    }

    fn control(&self) -> Control {
        let spec = &self.world.specs[self.n as usize];
        assert!(!spec.control_panics, "no cluster");
        spec.control.clone()
    }

    async fn on_success(&self, cx: &Context) -> Result<()> {
        cx.message("on_success");
        self.hook(cx).await
    }

    async fn on_failure(&self, cx: &Context, failure: &Failure) -> Result<()> {
        cx.message(format!("on_failure: {failure}"));
        self.hook(cx).await
    }

    async fn run(&self, cx: &Context) -> Result<()> {
        let _inside = Inside::new(&self.world, self.n);
        let spec = &self.world.specs[self.n as usize];
        if spec.writes_log {
            std::fs::create_dir_all(cx.dir())?;
            std::fs::write(cx.dir().join("log"), format!("try {}", cx.attempt()))?;
        }
        if !self.does(&spec.does, cx).await? {
            return Ok(());
        }
        if let Some(location) = &spec.output {
            self.world.put(location.clone());
        }
        Ok(())
    }
}

impl<const KIND: usize> Toy<KIND> {
    /// Does it; says whether its outputs are to be written.
    async fn does(&self, does: &Does, cx: &Context) -> Result<bool> {
        match *does {
            Does::Nothing => {}
            Does::WritesNothing => return Ok(false),
            Does::Fails(cause) => return Err(TaskError::msg(cause)),
            Does::Panics => panic!("out of cheese: {}", self.n),
            Does::Sleeps(seconds) => tokio::time::sleep(Duration::from_secs(seconds)).await,
            Does::UntilAsked(stop) => {
                cx.stopped(stop).await;
                return Err(Failure::new(FailureKind::Stopped, "stopped in order").into());
            }
            Does::Blocks => {
                cx.message("at work");
                let there = || self.world.there.lock().expect("no poison");
                while !there().contains("release") {
                    std::thread::yield_now();
                }
            }
            Does::FailsFirst(tries, kind) => {
                if cx.attempt() <= tries {
                    return Err(Failure::new(kind, format!("no {}", cx.attempt())).into());
                }
            }
            Does::SleepsFirst(tries, seconds) => {
                if cx.attempt() <= tries {
                    tokio::time::sleep(Duration::from_secs(seconds)).await;
                }
            }
            Does::Talks(count) => {
                for number in 0..count {
                    cx.message(number.to_string());
                }
            }
            Does::TalksForEver => loop {
                cx.message("and another thing");
                tokio::task::yield_now().await;
            },
            Does::Says(things) => {
                for thing in things {
                    cx.message(*thing);
                }
            }
            Does::Acts(ref acts) => {
                for act in acts {
                    self.world.act(cx, act).await?;
                }
            }
        }
        Ok(true)
    }

    async fn hook(&self, cx: &Context) -> Result<()> {
        let spec = &self.world.specs[self.n as usize];
        self.does(&spec.hook, cx).await.map(drop)
    }
}

/// Keeps every event as one short line.
#[derive(Clone, Default)]
pub(crate) struct Told(pub(crate) Arc<Mutex<Vec<String>>>);

impl Told {
    pub(crate) fn lines(&self) -> Vec<String> {
        self.0.lock().expect("no poison").clone()
    }

    pub(crate) fn reporter(&self) -> Vec<Box<dyn Reporter>> {
        vec![Box::new(self.clone())]
    }
}

impl Reporter for Told {
    fn event(&mut self, event: &Event, view: &RunView) {
        let label = view.number(&event.kind).map(|number| view.label(number));
        let label = label.unwrap_or_default();
        let line = match &event.kind {
            EventKind::TaskComplete { .. } => format!("{label} complete"),
            EventKind::TaskStarted { .. } => format!("{label} started"),
            EventKind::TaskMessage { message, .. } => format!("{label} says {message}"),
            EventKind::TaskSucceeded { .. } => format!("{label} succeeded"),
            EventKind::TaskFailed { failure, .. } => format!("{label} failed: {failure}"),
            EventKind::TaskStopped { failure, .. } => format!("{label} stopped: {failure}"),
            EventKind::TaskNotStarted { .. } => format!("{label} not started"),
            EventKind::TaskSkipped { because, .. } => {
                let because: BTreeMap<_, _> = because
                    .iter()
                    .filter_map(|id| view.plan().find(*id))
                    .map(|number| (number, view.label(number)))
                    .collect();
                let because: Vec<_> = because.into_values().collect();
                format!("{label} skipped because of {}", because.join(", "))
            }
            EventKind::StopRequested { stop, cause } => format!("stop {stop:?}: {cause}"),
            EventKind::EnginePreparing { engine } => format!("preparing {engine}"),
            EventKind::EnginePrepared { failure, .. } => match failure {
                Some(failure) => format!("not prepared: {failure}"),
                None => "prepared".to_owned(),
            },
            EventKind::RunStarted { .. } => "run started".to_owned(),
            EventKind::JournalFailed { failure } => format!("no journal: {failure}"),
            EventKind::JournalGoesOn => "the journal goes on".to_owned(),
            EventKind::EarlierRun {
                run, done, at_work, ..
            } => format!("{run} died: {done} done, {} at work", at_work.len()),
            EventKind::RunFinished { .. } => "run finished".to_owned(),
            EventKind::TaskRetrying {
                attempt, failure, ..
            } => format!("{label} failed try {attempt}: {failure}"),
            EventKind::TaskAdded { .. } => format!("{label} added"),
            EventKind::TaskRequires { requires, .. } => {
                let requires = requires.iter().filter_map(|id| view.plan().find(*id));
                let requires: Vec<_> = requires.map(|number| view.label(number)).collect();
                format!("{label} requires {}", requires.join(", "))
            }
            EventKind::TaskResumed { .. } => format!("{label} resumed"),
            EventKind::TaskElsewhere { .. } => format!("{label} elsewhere"),
            EventKind::TaskProgress {
                what, done, total, ..
            } => format!("{label} {what} {done}/{total:?}"),
            EventKind::HookFailed { hook, failure, .. } => {
                format!("{label} {hook} failed: {failure}")
            }
            EventKind::Submitted { .. }
            | EventKind::ApplicationId { .. }
            | EventKind::TrackingUrl { .. } => return,
        };
        self.0.lock().expect("no poison").push(line);
    }
}
