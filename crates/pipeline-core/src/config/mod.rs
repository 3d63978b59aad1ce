//! Settings in layers, each with its origin.
//!
//! Precedence, high to low: command line, environment, the profile's task, the profile, the
//! attribute in the source, the default. [`Config`] merges the first four, and the defaults
//! that an engine states; the attributes are added by the engine, which alone knows them.
//!
//! `pipeline.toml` is found in the current folder or in the nearest parent that has one:
//!
//! ```toml
//! [profile.local]                  # used when none is named
//! master = "local[*]"
//!
//! [profile.prod]
//! inherits = "local"               # everything of `local`, with what follows laid over it
//! master = "yarn"
//! workers = 8                      # a setting of the run itself
//! conf = { "spark.sql.shuffle.partitions" = 64 }
//! conf.spark.sql.ansi.enabled = true    # the same, in another spelling
//! env = { HADOOP_CONF_DIR = "/etc/hadoop" }
//!
//! [profile.prod.task.Delays]       # one task
//! executor_memory = "8g"
//! params = { month = 1 }           # of a root: its parameters, where nobody gives others
//! ```
//!
//! Every key is checked, in every profile, and all mistakes are told at once.

mod check;
mod control;
mod core;
mod keys;
mod load;
mod moment;
mod overrides;
mod parse;
mod place;
mod present;
mod problem;
mod profile;
mod run;
mod value;
pub mod variables;

#[cfg(test)]
mod tests;

pub use check::TaskTypes;
pub(crate) use core::log_level;
pub use core::{CORE, CoreKey, CoreKind, OF_A_TASK};
pub use keys::{Keys, TABLES};
pub use load::{DEFAULT_PROFILE, Sources};
pub use moment::Moment;
pub use overrides::Override;
use parse::Entry;
pub use place::FILE_NAME;
pub use present::Present;
pub use problem::{ConfigError, Mistake, Place, Problem};
pub(crate) use profile::profile_names;
pub use run::RunSettings;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::finding::Verdict;
use crate::secret::is_secret_name;
use crate::task::TaskSchema;

/// Where a setting comes from. Later variants give way to earlier ones.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The command line.
    CommandLine,
    /// An environment variable.
    Environment(String),
    /// The section of one task in a profile.
    ProfileTask {
        /// The file.
        file: PathBuf,
        /// `profile.prod.task.Delays`.
        section: String,
    },
    /// A profile.
    Profile {
        /// The file.
        file: PathBuf,
        /// `profile.prod`.
        section: String,
    },
    /// The attribute in the source.
    Attribute,
    /// The default of whoever reads it.
    Default,
}

impl Origin {
    /// Its layer: a setting of a lower number wins.
    const fn rank(&self) -> u8 {
        match self {
            Self::CommandLine => 0,
            Self::Environment(_) => 1,
            Self::ProfileTask { .. } => 2,
            Self::Profile { .. } => 3,
            Self::Attribute => 4,
            Self::Default => 5,
        }
    }

    /// Whether it gives way to the attribute in the source.
    #[must_use]
    pub const fn yields_to_attribute(&self) -> bool {
        matches!(self, Self::Attribute | Self::Default)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CommandLine => f.write_str("command line"),
            Self::Environment(name) => write!(f, "environment, {name}"),
            Self::ProfileTask { file, section } | Self::Profile { file, section } => {
                write!(f, "{}, [{section}]", file.display())
            }
            Self::Attribute => f.write_str("attribute"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// A value and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The value, as TOML has it.
    pub value: toml::Value,
    /// Where it comes from.
    pub origin: Origin,
    /// Which layer of its origin it is in, counted from the highest: a profile stands above
    /// the one that it inherits from, the last of two `--set` above the first.
    depth: usize,
    /// Where it is written, if anywhere.
    place: Option<Arc<Place>>,
    own: bool,
}

impl Setting {
    /// Whether the author calls it their own (`conf.custom`), so that its name is not looked up.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.own
    }

    /// Where it is written: in the file, in a variable, on the command line. Nothing for a
    /// default.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        self.place.as_deref()
    }

    /// The layer that it stands in, the highest first. Two settings of one layer have the
    /// same, which their origins alone do not say: a profile and what it inherits from are
    /// both [`Origin::Profile`].
    #[must_use]
    pub fn layer(&self) -> impl Ord + use<> {
        (self.origin.rank(), self.depth)
    }
}

/// The settings of one task: for each key the value that wins.
///
/// Tables (`conf`, `env`) are merged entry by entry and stand here under dotted keys of two
/// parts, split at the first dot: `conf.spark.sql.shuffle.partitions`, `env.HADOOP_CONF_DIR`.
///
/// A setting whose origin is [`Origin::Default`] is below the attributes in the source: who
/// lays settings over attributes asks [`Origin::yields_to_attribute`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    values: BTreeMap<String, Setting>,
}

impl Settings {
    /// The setting of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Setting> {
        self.values.get(key)
    }

    /// Every key with its setting, sorted by key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Setting)> {
        self.values
            .iter()
            .map(|(key, setting)| (key.as_str(), setting))
    }

    /// Sets a key unless a layer of the same or of higher precedence already has.
    pub fn set(&mut self, key: impl Into<String>, value: impl Into<toml::Value>, origin: Origin) {
        let value = value.into();
        let setting = Setting {
            value,
            origin,
            depth: 0,
            place: None,
            own: false,
        };
        self.lay(key.into(), setting);
    }

    fn lay(&mut self, key: String, setting: Setting) {
        let held = self.values.get(&key);
        if held.is_none_or(|held| setting.layer() < held.layer()) {
            self.values.insert(key, setting);
        }
    }
}

/// Whether this says something of a named resource.
pub(crate) fn is_resource(key: &str) -> bool {
    keys::split_table(key).is_some_and(|(table, _)| table == keys::RESOURCES)
}

/// One line of `explain`: a setting, its value with secrets masked, and its origin.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Explained {
    /// The key.
    pub key: String,
    /// The value as a person reads it; secrets masked.
    pub value: String,
    /// Where it comes from.
    pub origin: Origin,
}

/// The settings of a program in one profile.
#[derive(Clone, Debug, Default)]
pub struct Config {
    profile: String,
    file: Option<PathBuf>,
    /// Highest precedence first.
    layers: Vec<Layer>,
    /// Highest precedence first.
    params: Vec<ParamWords>,
    doubts: Vec<Doubt>,
    checked: Option<(bool, Origin)>,
}

/// Something in the settings that is no mistake and may not be what is meant.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubt {
    /// How much it is worth.
    pub verdict: Verdict,
    /// What and where.
    pub problem: Problem,
}

/// Settings of one origin, for one task or for all.
#[derive(Clone, Debug)]
struct Layer {
    origin: Origin,
    task: Option<String>,
    values: Vec<Entry>,
    /// Where the task is named, if one is.
    place: Option<Place>,
}

/// The words of a parameter's value and where they come from.
#[derive(Clone, Debug, PartialEq)]
pub struct ParamWords {
    /// The task, or any that has the parameter.
    task: Option<String>,
    /// The parameter.
    pub param: String,
    /// The words.
    pub words: Vec<String>,
    /// Where they come from.
    pub origin: Origin,
}

impl Config {
    /// The profile that is used.
    #[must_use]
    pub fn profile(&self) -> &str {
        &self.profile
    }

    /// The file, as a person reads it from the current folder; nothing if there is none.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// What is doubtful in the layers that count.
    #[must_use]
    pub fn doubts(&self) -> &[Doubt] {
        &self.doubts
    }

    /// Whether the compiler holds the crate's tasks to the profile, and which profile of its
    /// chain says so. At run time it changes nothing.
    #[must_use]
    pub fn checked(&self) -> Option<&(bool, Origin)> {
        self.checked.as_ref()
    }

    /// The settings of the tasks of this type.
    #[must_use]
    pub fn settings_for(&self, task: &str) -> Settings {
        let mut settings =
            self.merged(|layer| layer.task.as_deref().is_none_or(|name| name == task));
        // What a profile says of resources is how many the run has, and not what a task takes.
        let of_the_task = self.merged(|layer| layer.task.as_deref() == Some(task));
        settings.values.retain(|key, _| !is_resource(key));
        let taken = of_the_task.values.into_iter();
        settings
            .values
            .extend(taken.filter(|(key, _)| is_resource(key)));
        settings
    }

    /// The settings that are not for one task: those of the run and of the engines.
    #[must_use]
    pub fn settings(&self) -> Settings {
        self.merged(|layer| layer.task.is_none())
    }

    fn merged(&self, applies: impl Fn(&Layer) -> bool) -> Settings {
        let mut settings = Settings::default();
        for (depth, layer) in self.layers.iter().enumerate() {
            if !applies(layer) {
                continue;
            }
            for entry in &layer.values {
                let setting = Setting {
                    value: entry.value.clone(),
                    origin: layer.origin.clone(),
                    depth,
                    place: entry.place.clone(),
                    own: entry.own,
                };
                settings.lay(entry.key.clone(), setting);
            }
        }
        settings
    }

    /// The values that a setting's name says to be secret, of all tasks, with that name.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = (&str, String)> {
        let values = self.layers.iter().flat_map(|layer| &layer.values);
        values.filter_map(|Entry { key, value, .. }| {
            let name = keys::split_table(key).map_or(key.as_str(), |(_, entry)| entry);
            let text = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            is_secret_name(name).then_some((name, text))
        })
    }

    /// The parameters that variables and profiles give to a root, each once.
    #[must_use]
    pub fn params_for(&self, root: &TaskSchema) -> Vec<&ParamWords> {
        let mut found: Vec<&ParamWords> = Vec::new();
        for given in &self.params {
            let applies = given.task.as_deref().is_none_or(|task| task == root.name);
            let known = root.params.iter().any(|param| param.name == given.param);
            if applies && known && found.iter().all(|held| held.param != given.param) {
                found.push(given);
            }
        }
        found
    }
}
