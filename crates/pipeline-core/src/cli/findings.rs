//! What is known of tasks before they run, equal findings together.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::message::Message;
use super::prepare::Prepared;
use crate::config::{Config, RunSettings, Settings, is_resource};
use crate::failure::{Failure, FailureKind};
use crate::finding::{Finding, Thoroughness, Verdict};
use crate::plan::Plan;
use crate::run::{Capacities, quietly, unmet};
use crate::secret::Masker;
use crate::task::AnyTask;

/// How many tasks are named of those that a finding is about.
const NAMES: usize = 3;

/// A finding and the tasks that it is about.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Told {
    #[serde(flatten)]
    pub(crate) finding: Finding,
    /// The first of the tasks.
    pub(crate) labels: Vec<String>,
    /// How many there are.
    pub(crate) tasks: usize,
}

/// Findings in the order in which they come, equal ones together.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    told: Vec<Told>,
    known: HashMap<Finding, usize>,
}

impl Groups {
    /// Adds a finding; the label of its task is only asked for as long as it will be shown.
    pub(crate) fn add(&mut self, finding: Finding, label: impl FnOnce() -> String) {
        let at = *self.known.entry(finding).or_insert_with_key(|finding| {
            self.told.push(Told {
                finding: finding.clone(),
                labels: Vec::new(),
                tasks: 0,
            });
            self.told.len() - 1
        });
        let told = &mut self.told[at];
        told.tasks += 1;
        if told.labels.len() < NAMES {
            told.labels.push(label());
        }
    }

    pub(crate) fn into_told(self) -> Vec<Told> {
        self.told
    }
}

impl Told {
    /// The tasks, for a person: `Delays(month=1)`, or `12 tasks, such as Delays(month=1)`.
    pub(crate) fn who(&self) -> String {
        match (self.labels.as_slice(), self.tasks) {
            ([first, ..], count) if count > NAMES => format!("{count} tasks, such as {first}"),
            (labels, _) => labels.join(", "),
        }
    }

    /// The finding as a message, with where it is written.
    pub(crate) fn message(&self) -> Message {
        let mut message = Message::new(format!("{}: {}", self.who(), self.finding.text));
        for place in &self.finding.places {
            let lines = place.to_string();
            message.details.extend(lines.lines().map(str::to_owned));
        }
        message.help.extend(self.finding.help.clone());
        message
    }

    /// The kind of failure that it would be, if it keeps the task from running.
    pub(crate) fn failure(&self) -> Option<FailureKind> {
        match self.finding.verdict {
            Verdict::Wrong(kind) => Some(kind),
            _ => None,
        }
    }
}

/// The settings of each type of task, merged once.
pub(crate) struct PerType<'a> {
    config: &'a Config,
    settings: BTreeMap<&'static str, Settings>,
    capacities: Capacities,
}

impl<'a> PerType<'a> {
    pub(crate) fn new(config: &'a Config) -> Self {
        Self {
            config,
            settings: BTreeMap::new(),
            capacities: RunSettings::of(&config.settings()).resources,
        }
    }

    /// What is known of a task before it runs: by the rules of its engine, and of what it takes
    /// of the run's resources.
    pub(crate) fn verify(&mut self, task: &dyn AnyTask, how: Thoroughness) -> Vec<Finding> {
        let settings = self
            .settings
            .entry(task.schema().name)
            .or_insert_with(|| self.config.settings_for(task.schema().name));
        let mut findings = task.verify(settings, how);
        findings.extend(resources(task, settings, &self.capacities));
        findings
    }

    pub(crate) fn settings(&mut self, name: &'static str) -> &Settings {
        self.settings
            .entry(name)
            .or_insert_with(|| self.config.settings_for(name))
    }
}

/// What keeps a task from ever getting the resources that it takes.
fn resources(task: &dyn AnyTask, settings: &Settings, capacities: &Capacities) -> Option<Finding> {
    let failure = match quietly(|| task.control()) {
        Some(declared) => unmet(&settings.control(declared), capacities)?,
        None => Failure::new(
            FailureKind::Configuration,
            "an expression of its attributes panics",
        )
        .hint("`run` says where, with the message"),
    };
    let mut finding = Finding::from(&failure);
    finding.rule = Some("resources");
    let taken = settings.iter().filter(|(key, _)| is_resource(key));
    let places = taken.filter_map(|(_, setting)| setting.place().cloned());
    finding.places = places.collect();
    Some(finding)
}

/// What the rules say of every task of a plan.
pub(crate) fn rules(plan: &Plan, config: &Config, how: Thoroughness) -> Vec<Told> {
    let mut groups = Groups::default();
    let mut settings = PerType::new(config);
    for node in plan.nodes() {
        for finding in settings.verify(&*node.task, how) {
            groups.add(finding, || node.task.label());
        }
    }
    groups.into_told()
}

impl Prepared {
    /// What is doubtful in the configuration, as far as it is worth so much, masked.
    pub(crate) fn doubts(&self, worth: Verdict) -> Vec<Message> {
        let masker = self.masker();
        let doubts = self.config.doubts().iter();
        doubts
            .filter(|doubt| doubt.verdict == worth)
            .map(|doubt| Message::of_text(&masker.mask(&doubt.problem.to_string())))
            .collect()
    }
}

impl Message {
    /// The same without secrets.
    pub(crate) fn masked(self, masker: &Masker) -> Self {
        let mask = |text: String| masker.mask(&text).into_owned();
        Self {
            title: mask(self.title),
            details: self.details.into_iter().map(mask).collect(),
            help: self.help.into_iter().map(mask).collect(),
        }
    }
}
