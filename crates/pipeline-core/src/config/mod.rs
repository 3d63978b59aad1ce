//! Settings in layers, each with its origin.
//!
//! Precedence, high to low: command line, environment, the profile's task, the profile, the
//! attribute in the source, Spark's own default. The first four are merged here; an engine
//! adds the last two, which it alone knows.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

/// Where a setting comes from. Later variants give way to earlier ones.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
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
}

/// The settings of one task: for each key the value that wins.
///
/// Tables (`conf`, `env`) are merged entry by entry and stand here under dotted keys of two
/// parts, split at the first dot: `conf.spark.sql.shuffle.partitions`, `env.HADOOP_CONF_DIR`.
#[derive(Clone, Debug, Default)]
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

    /// Sets a key unless a layer of higher precedence already has.
    pub fn set(&mut self, key: impl Into<String>, value: impl Into<toml::Value>, origin: Origin) {
        let key = key.into();
        if self
            .values
            .get(&key)
            .is_none_or(|held| origin < held.origin)
        {
            self.values.insert(
                key,
                Setting {
                    value: value.into(),
                    origin,
                },
            );
        }
    }
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
