//! A job as the rules look at it: by name, and with where it may still run.

use super::{Finding, Job, Name, Part, Program, Setting, Severity};
use crate::{DeployMode, Kind, Manager, SparkOption, by_other_property, by_property};

/// The rule of a value that is none of its property's: nothing else is worth saying of it.
pub(super) const WRONG_VALUE: &str = "value_of_a_property";

/// A job, and what was found in it.
pub(super) struct View<'j, 'a> {
    pub(super) job: &'j Job<'a>,
    found: Vec<Finding>,
}

/// A setting with its position.
#[derive(Clone, Copy)]
pub(super) struct At<'j, 'a> {
    pub(super) index: usize,
    pub(super) setting: &'j Setting<'a>,
}

/// Every manager.
pub(super) const MANAGERS: [Manager; 4] = [
    Manager::Local,
    Manager::Standalone,
    Manager::Yarn,
    Manager::Kubernetes,
];

/// The rules that find fault with a value; the others, with what is set at all.
const OF_VALUES: [&str; 20] = [
    "attempts_in_client_mode",
    "cluster_mode_of_a_script_on_standalone",
    "cluster_mode_on_a_local_master",
    "cores_above_the_cap",
    "cores_left_over",
    "executor_larger_than_all_cores",
    "fewest_executors_above_the_most",
    "fraction_out_of_range",
    "heap_in_java_options",
    "heartbeat_longer_than_the_timeout",
    "java_options_of_the_driver",
    "memory_above_the_cap",
    "memory_too_small_to_start",
    "no_executor_ever",
    "nobody_waits_for_the_end",
    "removed_property",
    "shell_in_cluster_mode",
    "spark_settings_in_java_options",
    "task_larger_than_an_executor",
    WRONG_VALUE,
];

impl<'j> At<'j, '_> {
    /// Its name, quoted.
    pub(super) fn name(&self) -> String {
        format!("`{}`", self.setting.name.word())
    }

    /// Its value, if that is known.
    pub(super) fn text(&self) -> Option<&'j str> {
        self.setting.value.as_deref()
    }

    /// How it would be written with another value.
    pub(super) fn written(&self, value: &str) -> String {
        match self.setting.name {
            Name::Option(option) if matches!(option.kind, Kind::Count | Kind::Switch) => {
                format!("`{} = {value}`", option.key)
            }
            Name::Option(option) => format!("`{} = {value:?}`", option.key),
            Name::Property(name) if value.parse::<f64>().is_ok() => {
                format!("`{name:?} = {value}`")
            }
            Name::Property(name) => format!("`{name:?} = {value:?}`"),
            Name::Variable(name) => format!("`{name} = {value}`"),
        }
    }
}

impl<'j, 'a> View<'j, 'a> {
    pub(super) const fn new(job: &'j Job<'a>) -> Self {
        Self {
            job,
            found: Vec::new(),
        }
    }

    /// What was found, in the order of the settings.
    pub(super) fn findings(mut self) -> Vec<Finding> {
        self.found.sort_by_key(|finding| finding.about);
        self.found
    }

    /// All settings.
    pub(super) fn all(&self) -> impl Iterator<Item = At<'j, 'a>> + use<'j, 'a> {
        let settings = self.job.settings.iter().enumerate();
        settings.map(|(index, setting)| At { index, setting })
    }

    /// The setting of an option, in whichever form it is made. A switch that is off is none.
    pub(super) fn option(&self, key: &str) -> Option<At<'j, 'a>> {
        self.all()
            .find(|at| is_on(at.setting) && option_of(at.setting).is_some_and(|o| o.key == key))
    }

    /// The setting of a property, by that name or by its option.
    pub(super) fn property(&self, name: &str) -> Option<At<'j, 'a>> {
        self.all().find(|at| match at.setting.name {
            Name::Property(property) => property == name,
            Name::Option(option) => option.property == Some(name),
            Name::Variable(_) => false,
        })
    }

    /// The text of a property, if it is set and known.
    pub(super) fn text_of(&self, name: &str) -> Option<&'j str> {
        self.property(name).and_then(|at| at.text())
    }

    /// Whether a property is a switch that is known to be on, or off.
    pub(super) fn is(&self, name: &str, on: bool) -> bool {
        self.text_of(name).is_some_and(|text| {
            text.trim()
                .eq_ignore_ascii_case(if on { "true" } else { "false" })
        })
    }

    /// The manager, if it is known, with the setting that says so.
    pub(super) fn manager(&self) -> Option<(Manager, At<'j, 'a>)> {
        let at = self.option("master")?;
        Some((Manager::of(at.text()?)?, at))
    }

    /// The mode, if a setting says so.
    pub(super) fn mode(&self) -> Option<(DeployMode, At<'j, 'a>)> {
        let at = self.option("deploy_mode")?;
        Some((DeployMode::of(at.text()?)?, at))
    }

    /// Whether the manager is known to be one with executors of its own.
    pub(super) fn is_on_a_cluster(&self) -> bool {
        self.manager()
            .is_some_and(|(manager, _)| manager != Manager::Local)
    }

    /// Whether it is known to be this manager.
    pub(super) fn manager_is(&self, manager: Manager) -> bool {
        self.manager().is_some_and(|(is, _)| is == manager)
    }

    /// Whether a Spark Connect server may stand in the place of a manager.
    pub(super) fn is_remote(&self) -> bool {
        self.option("remote").is_some()
    }

    /// Where the driver may run under a manager, given the mode if that is known.
    pub(super) fn modes(&self, manager: Manager, mode: Option<DeployMode>) -> Vec<DeployMode> {
        let all = match mode {
            Some(mode) => vec![mode],
            None if self.job.whole && self.option("deploy_mode").is_none() => {
                vec![DeployMode::Client]
            }
            None => vec![DeployMode::Client, DeployMode::Cluster],
        };
        let may = self.modes_of_program(manager);
        all.into_iter().filter(|mode| may.contains(mode)).collect()
    }

    /// Where a driver of this kind of program may run at all under a manager.
    pub(super) fn modes_of_program(&self, manager: Manager) -> &'static [DeployMode] {
        let script = self.job.program.is_python() || self.job.program == Program::R;
        if manager == Manager::Local || (manager == Manager::Standalone && script) {
            &[DeployMode::Client]
        } else {
            &[DeployMode::Client, DeployMode::Cluster]
        }
    }

    /// Where the job may run, given what is known.
    pub(super) fn possible(
        &self,
        manager: Option<Manager>,
        mode: Option<DeployMode>,
    ) -> Vec<(Manager, DeployMode)> {
        let managers = match manager {
            Some(manager) => vec![manager],
            None => MANAGERS.to_vec(),
        };
        managers
            .into_iter()
            .flat_map(|manager| {
                let modes = self.modes(manager, mode);
                modes.into_iter().map(move |mode| (manager, mode))
            })
            .collect()
    }

    /// Whether the driver is known to run in this mode.
    pub(super) fn runs_in(&self, mode: DeployMode) -> bool {
        let manager = self.manager().map(|(manager, _)| manager);
        let possible = self.possible(manager, self.mode().map(|(mode, _)| mode));
        !self.is_remote() && !possible.is_empty() && possible.iter().all(|(_, m)| *m == mode)
    }

    /// An error where the settings were written in one place, else a note: whoever wrote the
    /// one could not see the other, and it may be right elsewhere. So it is where nothing but a
    /// default is to blame.
    pub(super) fn together(about: At<'_, '_>, others: &[At<'_, '_>]) -> Severity {
        let is_same = |other: &At<'_, '_>| other.setting.place == about.setting.place;
        if !others.is_empty() && others.iter().all(is_same) {
            Severity::Error
        } else {
            Severity::Note
        }
    }

    /// What it is that something is missing which somebody else may still set: worth a word
    /// only when that can happen no more.
    pub(super) const fn missing(&self) -> Severity {
        if self.job.whole {
            Severity::Warning
        } else {
            Severity::Note
        }
    }

    /// Whether the Spark that will run it is at least of this version, if it is known.
    pub(super) fn since(&self, version: crate::Version) -> Option<bool> {
        self.job.target.spark.map(|spark| spark >= version)
    }

    pub(super) fn say(
        &mut self,
        rule: &'static str,
        severity: Severity,
        about: At<'_, '_>,
        other: Option<At<'_, '_>>,
        problem: impl Into<String>,
        help: impl Into<String>,
    ) {
        let is_wrong_already = self
            .found
            .iter()
            .any(|finding| finding.about == about.index && finding.rule == WRONG_VALUE);
        if is_wrong_already && OF_VALUES.contains(&rule) {
            return;
        }
        self.found.push(Finding {
            rule,
            severity,
            about: about.index,
            part: if OF_VALUES.contains(&rule) {
                Part::Value
            } else {
                Part::Name
            },
            other: other.map(|other| other.index),
            problem: problem.into(),
            help: help.into(),
        });
    }
}

/// The option that a setting sets, in whichever form.
pub(super) fn option_of(setting: &Setting<'_>) -> Option<&'static SparkOption> {
    match setting.name {
        Name::Option(option) => Some(option),
        Name::Property(name) => by_property(name).or_else(|| by_other_property(name)),
        Name::Variable(_) => None,
    }
}

/// Whether a setting is more than a switch that is off.
pub(super) fn is_on(setting: &Setting<'_>) -> bool {
    let is_switch = option_of(setting).is_some_and(|option| option.kind == Kind::Switch);
    !(is_switch && setting.value.as_deref() == Some("false"))
}
