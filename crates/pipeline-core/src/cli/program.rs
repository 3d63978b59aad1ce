//! A program: its roots, its engines, its command line.

use std::collections::HashSet;
use std::process::ExitCode;
use std::sync::Arc;

use super::arguments::{About, Arguments, Parsed, parse};
use super::backfill;
use super::check;
use super::completions;
use super::exit::ExitKind;
use super::explain;
use super::head::{Command, Head, Unknown, Words, program_name, split};
use super::help::how_to_help;
use super::hooks::Hooks;
use super::kill;
use super::message::{Message, Refusal};
use super::past;
use super::plan;
use super::prepare::{Prepared, load, prepare};
use super::retry::Retry;
use super::roots::{Root, Roots, kebab};
use super::run;
use super::surroundings::{Stream, Surroundings};
use crate::config::{Keys, RunSettings, profile_names};
use crate::engine::Engine;
use crate::finding::Verdict;
use crate::observe::{AsEngine, Observer};
use crate::param::moment;
use crate::run::{Completeness, RunOptions, Stores, default_workers};
use crate::target::store::Store;
use crate::task::{Task, TaskId};

/// A program over tasks.
///
/// ```no_run
/// # use pipeline_core::{cli::{Program, Roots}, task::Task};
/// fn main_of<T: Task>() -> std::process::ExitCode {
///     Program::new().roots::<T>().main()
/// }
/// ```
pub struct Program {
    engines: Vec<Arc<dyn Engine>>,
    observers: Vec<Arc<dyn Observer>>,
    roots: Vec<Root>,
    version: Option<String>,
    about: Option<String>,
    completeness: Arc<dyn Completeness>,
    pub(super) hooks: Hooks,
}

impl Default for Program {
    fn default() -> Self {
        Self::new()
    }
}

impl Program {
    /// A program with no task yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            engines: Vec::new(),
            observers: Vec::new(),
            roots: Vec::new(),
            version: None,
            about: None,
            completeness: Arc::new(Stores),
            hooks: Hooks::default(),
        }
    }

    /// Adds an engine: its settings, and what its tasks need before they run.
    #[must_use]
    pub fn engine(mut self, engine: impl Engine) -> Self {
        self.engines.push(Arc::new(engine));
        self
    }

    /// Adds somebody who watches the runs, with settings of their own.
    #[must_use]
    pub fn observer(mut self, observer: impl Observer) -> Self {
        self.observers.push(Arc::new(observer));
        self
    }

    /// Adds a task that can be asked for. The first is the default.
    #[must_use]
    pub fn root<T: Task>(mut self) -> Self {
        self.roots.push(Root::of::<T>());
        self
    }

    /// Adds a task, or all of a tuple.
    #[must_use]
    pub fn roots<R: Roots>(mut self) -> Self {
        self.roots.extend(R::roots());
        self
    }

    /// Sets what `--version` says; without it, the version of this library.
    #[must_use]
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version = Some(version.into());
        self
    }

    /// Sets the first line of help; without it, the doc comment of the task.
    #[must_use]
    pub fn about(mut self, about: impl Into<String>) -> Self {
        self.about = Some(about.into());
        self
    }

    /// Adds a kind of place where targets can be, for every target of this process (see
    /// [`register`](crate::target::store::register)). It is asked before those that there are
    /// already: the local file system, and what the features of the library have.
    #[must_use]
    pub fn store(self, store: impl Store + 'static) -> Self {
        crate::target::store::register(Arc::new(store));
        self
    }

    /// Sets who says which outputs are there; without it, the stores that locations name.
    #[must_use]
    pub fn completeness(mut self, completeness: Arc<dyn Completeness>) -> Self {
        self.completeness = completeness;
        self
    }

    /// Runs the program over this process's arguments. What `main` returns.
    #[must_use]
    pub fn main(self) -> ExitCode {
        match Surroundings::of_the_process() {
            Ok(surroundings) => self.main_in(&surroundings).into(),
            Err(error) => {
                let message = Message::new(format!("the current folder is not there: {error}"));
                Stream::new(std::io::stderr(), false).print(&message.render("error"));
                ExitKind::Environment.into()
            }
        }
    }

    /// Runs the program in these surroundings.
    #[must_use]
    pub fn main_in(&self, surroundings: &Surroundings) -> ExitKind {
        // Whatever asks what day it is sees this moment, also after midnight.
        moment::fix(jiff::Zoned::now());
        self.main_again(surroundings, None)
    }

    /// The same for a run that is run again.
    fn main_again(&self, surroundings: &Surroundings, again: Option<&Retry>) -> ExitKind {
        let streams = Streams::new(surroundings, None);
        let mut head = split(&surroundings.arguments, &self.roots);
        if self.roots.is_empty() {
            let name = program_name(head.rest.first());
            let message = Message::new(format!("{name} has no task"));
            return streams.refuse(&Refusal::usage(message));
        }
        let color = head.color.clone();
        let streams = Streams::new(surroundings, color.as_deref());
        let library = concat!("(pipeline-core ", env!("CARGO_PKG_VERSION"), ")");
        let about = About {
            roots: &self.roots,
            version: self.version.as_deref().unwrap_or(library),
            about: self.about.as_deref(),
            terminal: surroundings.out.terminal,
        };
        let parsed = parse_any(&mut head, &about);
        if let Some(unknown) = &head.unknown {
            let refusal = self.unknown(unknown, &head, parsed, surroundings);
            return streams.refuse(&refusal);
        }
        let arguments = match parsed {
            Ok(Parsed::Text(text)) => {
                streams.out(&text);
                return ExitKind::Success;
            }
            Ok(Parsed::Arguments(arguments)) => arguments,
            Err(refusal) => return streams.refuse(&refusal),
        };
        let name = program_name(head.rest.first());
        let keys = self.keys();
        if head.command == Command::Retry || head.command == Command::Kill {
            let ended = self.of_a_run(&name, &head, &arguments, surroundings, &streams);
            return ended.unwrap_or_else(|refusal| streams.refuse(&refusal));
        }
        if head.command == Command::Check {
            return match self.check(&name, &head, &arguments, surroundings, &streams) {
                Ok(exit) => exit,
                Err(refusal) => streams.refuse(&refusal),
            };
        }
        if head.command == Command::Completions {
            let shell = head.operands.first().map(String::as_str);
            let profiles = profile_names(&surroundings.cwd, arguments.config.as_deref());
            return match completions::script(&name, shell, &self.roots, &profiles) {
                Ok(script) => {
                    streams.out(&script);
                    ExitKind::Success
                }
                Err(refusal) => streams.refuse(&refusal),
            };
        }
        if let Words::Own(_) = head.command.words() {
            return match self.past(&name, &head, &arguments, surroundings, &streams) {
                Ok(exit) => exit,
                Err(refusal) => streams.refuse(&refusal),
            };
        }
        let prepared = prepare(
            &name,
            &self.roots,
            &head.asked(),
            &arguments,
            &keys,
            surroundings,
        );
        let prepared = match prepared {
            Ok(prepared) => prepared,
            Err(refusal) => return streams.refuse(&refusal),
        };
        if let Some(refusal) = again.and_then(|again| again.check(&prepared.plan).err()) {
            return streams.refuse(&refusal);
        }
        let done = again.map(|again| again.done.clone()).unwrap_or_default();
        for warning in &prepared.warnings {
            let message = Message::of_text(&warning.to_string());
            streams.err(&message.render("warning"));
        }
        for warning in prepared.doubts(Verdict::Warning) {
            streams.err(&warning.render("warning"));
        }
        match head.command {
            Command::Run => self.run(prepared, &arguments, &streams, surroundings, (false, done)),
            Command::Plan => {
                for note in prepared.doubts(Verdict::Note) {
                    streams.err(&note.render("note"));
                }
                self.plan(prepared, &arguments, &streams)
            }
            Command::Backfill => {
                match self.backfill(prepared, &head, &arguments, &streams, surroundings) {
                    Ok(exit) => exit,
                    Err(refusal) => streams.refuse(&refusal),
                }
            }
            // Answered above: these need no plan.
            Command::Check
            | Command::History
            | Command::Logs
            | Command::Clean
            | Command::Completions
            | Command::Timeline
            | Command::Retry
            | Command::Kill => ExitKind::Success,
            Command::Explain => {
                let task = head.operands.first().map(String::as_str);
                match explain::explain(&prepared, task, &self.engines) {
                    Ok(explanation) => {
                        let text = if arguments.json {
                            json(&explanation)
                        } else {
                            explanation.text()
                        };
                        streams.out(&prepared.masker().mask(&text));
                        explanation.exit()
                    }
                    Err(refusal) => streams.refuse(&refusal),
                }
            }
        }
    }

    /// The settings that the program knows.
    fn keys(&self) -> Keys {
        let observers = self.observers.iter();
        let observers = observers.map(|it| Arc::new(AsEngine(Arc::clone(it))) as Arc<dyn Engine>);
        let owners: Vec<_> = self.engines.iter().cloned().chain(observers).collect();
        Keys::new(&owners)
    }

    /// Answers a command about runs that have been: it needs no plan.
    fn past(
        &self,
        name: &str,
        head: &Head,
        arguments: &Arguments,
        surroundings: &Surroundings,
        streams: &Streams<'_>,
    ) -> Result<ExitKind, Refusal> {
        let keys = self.keys();
        let asked = head.asked();
        let config = load(name, &self.roots, &asked, arguments, &keys, surroundings)?;
        let state_dir = RunSettings::of(&config.settings()).state_dir;
        let asked = past::Asked {
            program: name,
            operands: &head.operands,
            arguments,
            state_dir: state_dir.unwrap_or_else(|| RunOptions::default().state_dir),
            out: surroundings.out.clone(),
        };
        let answer =
            past::answer(head.command, &asked).unwrap_or_else(|| Ok(past::Answer::default()))?;
        for warning in answer.warnings {
            streams.err(&warning.render("warning"));
        }
        streams.out(&answer.out);
        Ok(ExitKind::Success)
    }

    /// What is told of a word that is no root. It may be a task all the same, which only the
    /// plan knows.
    fn unknown(
        &self,
        unknown: &Unknown,
        head: &Head,
        parsed: Result<Parsed, Refusal>,
        surroundings: &Surroundings,
    ) -> Refusal {
        let name = program_name(head.rest.first());
        let needs_plan = !matches!(head.command.words(), Words::Own(_));
        if needs_plan && let Ok(Parsed::Arguments(arguments)) = parsed {
            let keys = self.keys();
            let (roots, asked) = (&self.roots, head.asked());
            let prepared = prepare(&name, roots, &asked, &arguments, &keys, surroundings);
            let is_it = |task: &str| task == unknown.word || kebab(task) == unknown.word;
            if prepared.is_ok_and(|prepared| {
                let mut nodes = prepared.plan.nodes().iter();
                nodes.any(|node| is_it(node.task.schema().name))
            }) {
                return unknown.no_root(&name, roots);
            }
        }
        unknown.refusal(&self.roots)
    }

    /// Runs a run again, or stops one.
    fn of_a_run(
        &self,
        name: &str,
        head: &Head,
        arguments: &Arguments,
        surroundings: &Surroundings,
        streams: &Streams<'_>,
    ) -> Result<ExitKind, Refusal> {
        let keys = self.keys();
        let asked = head.asked();
        let config = load(name, &self.roots, &asked, arguments, &keys, surroundings)?;
        let settings = config.settings();
        let state_dir = RunSettings::of(&settings).state_dir;
        let state_dir = state_dir.unwrap_or_else(|| RunOptions::default().state_dir);
        if head.command == Command::Retry {
            let retry = Retry::of(&state_dir, head)?;
            let again = Surroundings {
                arguments: retry.command.clone(),
                ..surroundings.clone()
            };
            return Ok(self.main_again(&again, Some(&retry)));
        }
        let word = head.operands.first().map(String::as_str);
        let killed = kill::kill(&state_dir, word, &self.engines, &settings, streams);
        runtime(1)?.block_on(killed)
    }

    /// Checks the root that is named, or all of them.
    fn check(
        &self,
        name: &str,
        head: &Head,
        arguments: &Arguments,
        surroundings: &Surroundings,
        streams: &Streams<'_>,
    ) -> Result<ExitKind, Refusal> {
        let keys = self.keys();
        let asked = head.asked();
        let config = load(name, &self.roots, &asked, arguments, &keys, surroundings)?;
        let with_flags: Vec<&Root> = asked.iter().map(|root| &self.roots[*root]).collect();
        let asked = check::Asked {
            roots: if head.root_is_named {
                with_flags.clone()
            } else {
                self.roots.iter().collect()
            },
            all: &self.roots,
            with_flags: with_flags.iter().map(|root| root.schema).collect(),
            arguments,
            engines: &self.engines,
            completeness: Arc::clone(&self.completeness),
        };
        let help = |root: &Root| how_to_help(name, &self.roots, root);
        let (checked, masker) = runtime(1)?.block_on(check::check(&config, &asked, &help))?;
        let text = if arguments.json {
            json(&checked)
        } else {
            checked.text()
        };
        streams.out(&masker.mask(&text));
        Ok(checked.exit())
    }

    /// Finds the gaps of what is asked for and fills them.
    fn backfill(
        &self,
        prepared: Prepared,
        head: &Head,
        arguments: &Arguments,
        streams: &Streams<'_>,
        surroundings: &Surroundings,
    ) -> Result<ExitKind, Refusal> {
        let asked = head.asked();
        let roots: Vec<&Root> = asked.iter().map(|root| &self.roots[*root]).collect();
        backfill::is_about_a_range(&prepared, &roots)?;
        let find = backfill::find(prepared, &roots, arguments, &self.completeness);
        let (prepared, gaps) = runtime(1)?.block_on(find)?;
        if arguments.dry_run && arguments.json {
            let masker = prepared.masker();
            let completeness = Arc::clone(&self.completeness);
            let plan = plan::plan(prepared, completeness, &self.engines);
            let plan = runtime(1)?.block_on(plan);
            let both = serde_json::json!({ "backfill": gaps, "plan": plan });
            streams.out(&masker.mask(&json(&both)));
            return Ok(plan.exit());
        }
        // A run's JSON is its events, one a line.
        if arguments.json {
            streams.err(&gaps.text());
        } else if !arguments.quiet {
            streams.out(&gaps.text());
        }
        if gaps.is_empty() {
            return Ok(ExitKind::Success);
        }
        if arguments.dry_run {
            streams.out("\n");
            return Ok(self.plan(prepared, arguments, streams));
        }
        Ok(self.run(
            prepared,
            arguments,
            streams,
            surroundings,
            (true, HashSet::new()),
        ))
    }

    fn plan(&self, prepared: Prepared, arguments: &Arguments, streams: &Streams<'_>) -> ExitKind {
        let runtime = match runtime(1) {
            Ok(runtime) => runtime,
            Err(refusal) => return streams.refuse(&refusal),
        };
        let masker = prepared.masker();
        let completeness = Arc::clone(&self.completeness);
        let planned = runtime.block_on(plan::plan(prepared, completeness, &self.engines));
        let form = arguments.form.unwrap_or_default();
        if arguments.json || form == plan::Form::Json {
            streams.out(&masker.mask(&json(&planned)));
            return planned.exit();
        }
        let written = planned.write(form, &|text| masker.mask(text).into_owned());
        if let Some(cut) = written.cut {
            streams.err(&Message::new(cut).render("note"));
        }
        streams.out(&written.text);
        planned.exit()
    }

    fn run(
        &self,
        prepared: Prepared,
        arguments: &Arguments,
        streams: &Streams<'_>,
        surroundings: &Surroundings,
        (in_plan_order, done): (bool, HashSet<TaskId>),
    ) -> ExitKind {
        let workers = RunSettings::of(&prepared.config.settings()).workers;
        let runtime = match runtime(workers.unwrap_or_else(default_workers)) {
            Ok(runtime) => runtime,
            Err(refusal) => return streams.refuse(&refusal),
        };
        let order = run::Order {
            program: program_name(surroundings.arguments.first()),
            engines: self.engines.clone(),
            observers: self.observers.clone(),
            hooks: self.hooks.clone(),
            completeness: Arc::clone(&self.completeness),
            json: arguments.json,
            quiet: arguments.quiet,
            attach: arguments.attach,
            signals: surroundings.signals,
            in_plan_order,
            done,
        };
        let ended = runtime.block_on(run::run(prepared, order, streams));
        // A task that blocks its thread must not keep the process.
        runtime.shutdown_timeout(std::time::Duration::from_millis(200));
        match ended {
            Ok(kind) => kind,
            Err(refusal) => streams.refuse(&refusal),
        }
    }
}

/// Reads a command line. Of `retry` nobody knows before the journal is read which root it is
/// about: its flags may be those of any.
fn parse_any(head: &mut Head, about: &About<'_>) -> Result<Parsed, Refusal> {
    let first = parse(head, about);
    if head.command != Command::Retry || first.is_ok() {
        return first;
    }
    for root in 1..about.roots.len() {
        head.root = root;
        let parsed = parse(head, about);
        if parsed.is_ok() {
            return parsed;
        }
    }
    head.root = 0;
    first
}

fn runtime(workers: usize) -> Result<tokio::runtime::Runtime, Refusal> {
    let built = crate::run::runtime(workers);
    built.map_err(|error| {
        let message = Message::new(format!("cannot start the threads of the program: {error}"));
        Refusal::new(ExitKind::Environment, message)
    })
}

pub(crate) fn json(value: &impl serde::Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value)
        .expect("plain structs whose map keys are texts can be written");
    text.push('\n');
    text
}

/// The two streams, with colors or without.
pub(crate) struct Streams<'a> {
    surroundings: &'a Surroundings,
    color: Option<&'a str>,
}

impl<'a> Streams<'a> {
    fn new(surroundings: &'a Surroundings, color: Option<&'a str>) -> Self {
        Self {
            surroundings,
            color,
        }
    }

    /// Whether this stream gets colors: `--color`, then the variables, then the terminal.
    pub(crate) fn colors(&self, stream: &Stream) -> bool {
        let variable = |name| self.surroundings.variable(name);
        match self.color {
            Some("always") => true,
            Some("never") => false,
            _ if variable("NO_COLOR").is_some() => false,
            _ if variable("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
            _ => stream.terminal && variable("TERM") != Some("dumb"),
        }
    }

    pub(crate) fn surroundings(&self) -> &Surroundings {
        self.surroundings
    }

    pub(crate) fn out(&self, text: &str) {
        self.print(&self.surroundings.out, text);
    }

    pub(crate) fn err(&self, text: &str) {
        self.print(&self.surroundings.err, text);
    }

    fn refuse(&self, refusal: &Refusal) -> ExitKind {
        self.err(&refusal.render());
        refusal.kind
    }

    fn print(&self, stream: &Stream, text: &str) {
        let text = if self.colors(stream) {
            text.to_owned()
        } else {
            anstream::adapter::strip_str(text).to_string()
        };
        stream.print(&text);
    }
}
