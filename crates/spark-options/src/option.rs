//! What is known of an option.

use crate::grammar::{self, Invalid};
use crate::{DeployMode, Manager};

/// A version of Spark, as far as options differ: major and minor.
pub type Version = (u16, u16);

/// One option of spark-submit.
#[derive(Clone, Copy, Debug)]
pub struct SparkOption {
    /// The word in the derive and in `pipeline.toml`: `driver_memory`.
    pub key: &'static str,
    /// The flag: `--driver-memory`.
    pub flag: &'static str,
    /// Other spellings of the flag: `-c`.
    pub aliases: &'static [&'static str],
    /// The property that the flag sets, if it is one: `spark.driver.memory`.
    pub property: Option<&'static str>,
    /// Other names of that property, under which it is read by one manager only or was read
    /// before: `spark.yarn.dist.files`.
    pub other_properties: &'static [&'static str],
    /// The variables by which the caller's environment sets it: `SPARK_DRIVER_MEMORY`.
    pub variables: &'static [&'static str],
    /// The grammar of its value.
    pub kind: Kind,
    /// What it is when nobody sets it, where Spark has one value for all: `1g`.
    pub default: Option<&'static str>,
    /// The first version that knows it, counted from 3.5.
    pub since: Version,
    /// Whether an author may set it. What spark-submit is asked to do instead of running an
    /// application (`--kill`, `--help`) is in the table, but is no key.
    pub settable: bool,
    /// What it does, in one line, with its unit and default.
    pub doc: &'static str,
    /// A value, where its kind has no fitting one for it: `["conf/app.conf"]`.
    pub example: Option<&'static str>,
    /// What the flag does under each manager and mode, in the order local client, standalone
    /// client, standalone cluster, YARN client, YARN cluster, Kubernetes client, Kubernetes
    /// cluster.
    pub effect: [Effect; 7],
}

/// What a flag does under one manager and mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It has its effect.
    Applies,
    /// It is accepted and dropped in silence.
    Ignored,
    /// spark-submit refuses it.
    Rejected,
}

/// The grammar of an option's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// No value: there or not.
    Switch,
    /// An amount of memory that a JVM is given as it is written: `1g`, `512m`.
    Memory,
    /// An amount of memory that Spark reads, and hands on in a form of its own: `1g`, `512mb`.
    SparkMemory,
    /// A whole number from 1 up.
    Count,
    /// Any text.
    Text,
    /// A path on this machine.
    Path,
    /// Paths joined by the system's separator.
    ClassPath,
    /// A JVM class name.
    ClassName,
    /// A master URL.
    Master,
    /// `client` or `cluster`.
    DeployMode,
    /// `sc://host:port`.
    Remote,
    /// A list of URIs, joined by commas.
    Uris,
    /// A list of Maven coordinates `group:artifact:version`, joined by commas.
    Coordinates,
    /// A list of `group:artifact`, joined by commas.
    Exclusions,
    /// Options of a JVM, quoted as in a shell.
    JavaOptions,
    /// `key=value`, repeated.
    Property,
    /// The id of a submission.
    SubmissionId,
}

impl Kind {
    /// Whether the value is a list.
    #[must_use]
    pub const fn is_list(self) -> bool {
        matches!(self, Self::Uris | Self::Coordinates | Self::Exclusions)
    }

    /// Whether the value is an amount of memory, whoever reads it.
    #[must_use]
    pub const fn is_memory(self) -> bool {
        matches!(self, Self::Memory | Self::SparkMemory)
    }

    /// Whether a text is a value of this kind (an element, where it is a list).
    ///
    /// # Errors
    /// It is none; the error says what is wrong and what to write.
    pub const fn check(self, text: &str) -> Result<(), Invalid> {
        grammar::check(self, text)
    }

    /// What a value of this kind looks like; an option may have a better example.
    #[must_use]
    pub const fn example(self) -> &'static str {
        match self {
            Self::Switch => "true",
            Self::Memory | Self::SparkMemory => "\"1g\"",
            Self::Count => "2",
            Self::Text => "\"nightly\"",
            Self::Path => "\"conf/job.conf\"",
            Self::ClassPath => "\"lib/a.jar:lib/b.jar\"",
            Self::ClassName => "\"org.example.Main\"",
            Self::Master => "\"local[*]\"",
            Self::DeployMode => "\"client\"",
            Self::Remote => "\"sc://host:15002\"",
            Self::Uris => "[\"lib/a.jar\", \"lib/b.jar\"]",
            Self::Coordinates => "[\"group:artifact:version\"]",
            Self::Exclusions => "[\"group:artifact\"]",
            Self::JavaOptions => "\"-Dname=value -XX:+UseG1GC\"",
            Self::Property => "\"spark.name=value\"",
            Self::SubmissionId => "\"driver-20130101000000-0000\"",
        }
    }
}

impl SparkOption {
    /// What a value looks like, for help and for errors about a value of another type.
    #[must_use]
    pub const fn example(&self) -> &'static str {
        match self.example {
            Some(example) => example,
            None => self.kind.example(),
        }
    }

    /// What the flag does under this manager and mode; nothing runs on a local master in
    /// cluster mode, which spark-submit refuses.
    #[must_use]
    pub const fn effect(&self, manager: Manager, mode: DeployMode) -> Effect {
        let column = match (manager, mode) {
            (Manager::Local, DeployMode::Client) => 0,
            (Manager::Local, DeployMode::Cluster) => return Effect::Rejected,
            (Manager::Standalone, DeployMode::Client) => 1,
            (Manager::Standalone, DeployMode::Cluster) => 2,
            (Manager::Yarn, DeployMode::Client) => 3,
            (Manager::Yarn, DeployMode::Cluster) => 4,
            (Manager::Kubernetes, DeployMode::Client) => 5,
            (Manager::Kubernetes, DeployMode::Cluster) => 6,
        };
        self.effect[column]
    }

    /// What to say to whoever sets it by a property.
    #[must_use]
    pub fn has_one_form(&self, property: &str) -> String {
        let key = self.key;
        format!("`{property}` is the option `{key}`, and a setting has one form")
    }

    /// Whether this version of Spark knows the option.
    #[must_use]
    pub const fn is_known_to(&self, version: Version) -> bool {
        version.0 > self.since.0 || (version.0 == self.since.0 && version.1 >= self.since.1)
    }
}
