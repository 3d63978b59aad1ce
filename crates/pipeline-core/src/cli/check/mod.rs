//! `check`: everything that can be verified without running.
//!
//! Of each task: its engine's rules and what the engine looks for (files, machines), inputs that
//! nobody makes, places that outputs are written to, and what the compiler could not verify. Of
//! the program: its configuration, whether plans can be made of its roots, what its engines
//! need. It changes nothing.

mod outputs;
mod text;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use serde::Serialize;

use super::arguments::Arguments;
use super::asked::needs;
use super::exit::ExitKind;
use super::findings::{Groups, PerType, Told};
use super::message::{Message, Refusal};
use super::plan::look;
use super::prepare::plan_of;
use super::roots::Root;
use crate::config::{Config, RunSettings, TaskTypes};
use crate::engine::Engine;
use crate::failure::FailureKind;
use crate::finding::{Finding, Thoroughness, Verdict};
use crate::plan::Plan;
use crate::run::{Completeness, Need, Noted, RunOptions, Survey, survey};
use crate::secret::Masker;
use crate::task::{TaskId, TaskKind, TaskSchema};

/// How many looks at the stores go on at once.
const PARALLEL: usize = 8;

/// What `check` says; its JSON form.
#[derive(Debug, Serialize)]
pub(crate) struct Checked {
    profile: String,
    file: Option<PathBuf>,
    /// By what they are about: first the program, then its types of task in the order of the
    /// plan, then the engines.
    groups: Vec<Group>,
    /// Whether a root has no plan, which is an exit code of its own.
    #[serde(skip)]
    no_plan: bool,
}

/// What is known of one type of task, or of something else that has a name.
#[derive(Debug, Serialize)]
struct Group {
    name: String,
    /// How many tasks of this type there are; nothing for what is no task.
    #[serde(skip_serializing_if = "Option::is_none")]
    tasks: Option<usize>,
    findings: Vec<Told>,
}

/// What is checked.
pub(crate) struct Asked<'a> {
    /// The roots that are checked.
    pub(crate) roots: Vec<&'a Root>,
    /// Every root of the program.
    pub(crate) all: &'a [Root],
    /// The roots that the parameters of the command line are for.
    pub(crate) with_flags: Vec<&'static TaskSchema>,
    pub(crate) arguments: &'a Arguments,
    pub(crate) engines: &'a [Arc<dyn Engine>],
    pub(crate) completeness: Arc<dyn Completeness>,
}

/// Verifies what can be verified; and what takes secrets out of what it says.
///
/// # Errors
/// A section of the configuration names a task that the program cannot have.
pub(crate) async fn check(
    config: &Config,
    asked: &Asked<'_>,
    help: &dyn Fn(&Root) -> String,
) -> Result<(Checked, Masker), Refusal> {
    let mut program = Groups::default();
    let mut plans = Vec::new();
    let mut no_plan = false;
    for root in &asked.roots {
        match plan_or_say(config, root, asked, help, &mut no_plan) {
            Ok(plan) => plans.push(plan),
            Err(findings) => {
                for finding in findings {
                    program.add(finding, || root.schema.name.to_owned());
                }
            }
        }
    }
    let schemas: Vec<_> = asked.all.iter().map(|root| root.schema).collect();
    let all: Vec<&Plan> = plans.iter().map(|plan| &**plan).collect();
    for problem in config.check_tasks(&TaskTypes::of(all.iter().copied(), &schemas))? {
        let finding = Finding::new(Verdict::Warning, problem.mistake.to_string()).at(problem.place);
        program.add(finding, || "configuration".to_owned());
    }
    for doubt in config.doubts() {
        let mistake = &doubt.problem.mistake;
        let mut finding = Finding::new(doubt.verdict, mistake.to_string());
        finding.help = mistake.help();
        program.add(finding.at(doubt.problem.place.clone()), || {
            "configuration".to_owned()
        });
    }
    let mut masker = Masker::default();
    super::prepare::add_secrets(&mut masker, config, &all);

    let mut types = ByType::default();
    let mut settings = PerType::new(config);
    let mut seen: HashSet<TaskId> = HashSet::new();
    let state_dir = RunSettings::of(&config.settings()).state_dir;
    let state_dir = state_dir.unwrap_or_else(|| RunOptions::default().state_dir);
    let noted: Arc<dyn Completeness> = Noted::new(Arc::clone(&asked.completeness), state_dir);
    for plan in &plans {
        let found = survey(plan, &noted, PARALLEL).await;
        for (number, node) in (0_u32..).zip(plan.nodes()) {
            if seen.insert(node.id) {
                let mut findings = of_store(plan, number, &found);
                findings.extend(settings.verify(&*node.task, Thoroughness::Everything));
                types.add(node.task.schema(), findings, || node.task.label());
            }
        }
    }
    let mut groups = vec![Group {
        name: "program".to_owned(),
        tasks: None,
        findings: program.into_told(),
    }];
    groups.extend(types.into_groups());
    groups.extend(of_engines(asked, &all, config));
    groups.retain(|group| !group.findings.is_empty());
    let checked = Checked {
        profile: config.profile().to_owned(),
        file: config.file().map(ToOwned::to_owned),
        groups,
        no_plan,
    };
    Ok((checked, masker))
}

/// The plan of a root, or what keeps it from being made.
fn plan_or_say(
    config: &Config,
    root: &Root,
    asked: &Asked<'_>,
    help: &dyn Fn(&Root) -> String,
    no_plan: &mut bool,
) -> Result<Arc<Plan>, Vec<Finding>> {
    let name = root.schema.name;
    let none = Arguments::default();
    // The flags are those of the roots that are named: another may have a parameter of that name
    // and mean something else by it.
    let of_it = |schema: &&'static TaskSchema| std::ptr::eq(*schema, root.schema);
    let arguments = if asked.with_flags.iter().any(of_it) {
        asked.arguments
    } else {
        &none
    };
    let needs = needs(config, root, arguments);
    match plan_of(help, config, &[root], arguments) {
        Ok((plan, _)) => Ok(Arc::new(plan)),
        Err(_) if !needs.is_empty() => {
            let needs = needs.join(", ");
            let text = format!("{name} and what it needs: no plan without {needs}");
            let finding = Finding::not_verified(text);
            let finding = finding.help(format!(
                "give {needs}; `{}` shows every parameter",
                help(root)
            ));
            let unverified = root.schema.unverified.iter();
            let unverified = unverified.map(|text| Finding::not_verified(*text));
            Err(std::iter::once(finding).chain(unverified).collect())
        }
        Err(refusal) => {
            *no_plan |= refusal.kind == ExitKind::Plan;
            Err(refusal.messages.into_iter().map(of_message).collect())
        }
    }
}

fn of_message(message: Message) -> Finding {
    let mut text = message.title;
    for detail in message.details {
        text.push_str("; ");
        text.push_str(detail.trim());
    }
    let finding = Finding::new(Verdict::Wrong(FailureKind::Configuration), text);
    if message.help.is_empty() {
        finding
    } else {
        finding.help(message.help.join("; "))
    }
}

/// What the stores say of a task: inputs that nobody makes, places that it writes to; and what
/// its derive could not verify.
fn of_store(plan: &Plan, number: u32, found: &Survey) -> Vec<Finding> {
    let node = plan.node(number);
    let schema = node.task.schema();
    let mut findings = Vec::new();
    if let Some(failure) = found.failure(number) {
        findings.push(Finding::from(failure));
    }
    match (schema.kind, found.need(number)) {
        (TaskKind::External, Need::Complete) if !schema.outputs.is_empty() => {
            findings.push(Finding::right("its outputs are there"));
        }
        (TaskKind::External | TaskKind::Wrapper, _) | (_, Need::Fail) => {}
        (_, Need::Complete) => findings.push(Finding::right("it is done")),
        (_, Need::Run | Need::Unneeded) => findings.extend(outputs::writable(&*node.task)),
    }
    let unverified = schema.unverified.iter();
    findings.extend(unverified.map(|text| Finding::not_verified(*text)));
    for input in schema.inputs {
        if input.reads.is_some() && input.writes.is_none() {
            findings.push(Finding::not_verified(format!(
                "what it reads from `{}`: the output there declares no row to compare with",
                input.name
            )));
        }
    }
    findings
}

/// What the engines need that one of these tasks needs. Without a plan it is not known which
/// are needed, and all are asked.
fn of_engines(asked: &Asked<'_>, plans: &[&Plan], config: &Config) -> Vec<Group> {
    let settings = config.settings();
    let is_needed = |engine: &Arc<dyn Engine>| {
        let kind = TaskKind::Engine(engine.name());
        let mut nodes = plans.iter().flat_map(|plan| plan.nodes());
        plans.is_empty() || nodes.any(|node| node.task.schema().kind == kind)
    };
    let needed = asked.engines.iter().filter(|engine| is_needed(engine));
    let group = |engine: &Arc<dyn Engine>| {
        let planned = look(engine, &settings);
        let mut found = Groups::default();
        for finding in planned.found.iter().map(Finding::right) {
            found.add(finding, || planned.engine.to_owned());
        }
        if let Some(failure) = &planned.failure {
            found.add(Finding::from(failure), || planned.engine.to_owned());
        }
        Group {
            name: planned.engine.to_owned(),
            tasks: None,
            findings: found.into_told(),
        }
    };
    needed.map(group).collect()
}

/// Findings by the type of the task, in the order in which types come.
#[derive(Default)]
struct ByType {
    types: Vec<(&'static str, usize, Groups)>,
    known: HashMap<&'static str, usize>,
}

impl ByType {
    fn add(
        &mut self,
        schema: &'static TaskSchema,
        findings: Vec<Finding>,
        label: impl Fn() -> String,
    ) {
        let at = *self.known.entry(schema.path).or_insert_with(|| {
            self.types.push((schema.name, 0, Groups::default()));
            self.types.len() - 1
        });
        let (_, count, groups) = &mut self.types[at];
        *count += 1;
        for finding in findings {
            groups.add(finding, &label);
        }
    }

    fn into_groups(self) -> impl Iterator<Item = Group> {
        self.types.into_iter().map(|(name, tasks, groups)| Group {
            name: name.to_owned(),
            tasks: Some(tasks),
            findings: groups.into_told(),
        })
    }
}

impl Checked {
    fn told(&self) -> impl Iterator<Item = &Told> {
        self.groups.iter().flat_map(|group| &group.findings)
    }

    /// The exit code: that of the worst that is wrong. What could not be verified is not wrong.
    pub(crate) fn exit(&self) -> ExitKind {
        if self.no_plan {
            return ExitKind::Plan;
        }
        ExitKind::before_a_run(self.told().filter_map(Told::failure).collect())
    }

    /// How many findings there are of each kind, in the words of the list.
    fn counts(&self) -> BTreeMap<Rank, usize> {
        let mut counts = BTreeMap::new();
        for told in self.told() {
            *counts.entry(Rank::of(told.finding.verdict)).or_default() += 1;
        }
        counts
    }
}

/// What stands before a line, in the order of the summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Wrong,
    Warning,
    Note,
    NotVerified,
    Right,
}

impl Rank {
    const fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Wrong(_) => Self::Wrong,
            Verdict::Warning => Self::Warning,
            Verdict::Note => Self::Note,
            Verdict::NotVerified => Self::NotVerified,
            Verdict::Right => Self::Right,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::Warning => "warning",
            Self::Note => "note",
            Self::NotVerified => "not verified",
            Self::Right => "ok",
        }
    }
}
