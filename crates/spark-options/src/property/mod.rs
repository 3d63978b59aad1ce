//! The properties of Spark: what each takes, since when, and what is only nearly one.
//!
//! Everything is text in `crates/spark-options/data`, read where it stands: a look-up is a
//! binary search in `properties.tsv`, and costs a crate that uses it nothing to compile.
//!
//! | file | what | from |
//! |---|---|---|
//! | `properties.tsv` | what Spark registers, with kind, default, versions | `ConfigEntry.knownConfigs`, with all objects loaded that make entries; what a value must be is probed with the entry's own converter |
//! | `deprecated.tsv` | old names and what to write instead | `SparkConf.deprecatedConfigs`, `SparkConf.configsWithAlternatives`, `SQLConf.deprecatedSQLConfigs`, `ConfigBuilder.withAlternative` |
//! | `removed.tsv` | names that Spark SQL refuses | `SQLConf.removedSQLConfigs` |
//! | `named.tsv` | names that Spark reads or writes by a plain text | the texts in Spark's class files |
//! | `prefixes.tsv` | prefixes under which any name may follow | by hand, each with its source |
//! | `modes.tsv` | properties that are read in one deploy mode only | by hand, with the source |
//!
//! All but the last two are written by `cargo run -p pipeline-spark --example extract_properties`,
//! from real Sparks of all the supported versions; for a new version add it to `VERSIONS` there
//! and run it. The tests of `pipeline-spark` (`properties_on_spark`) hold the table against the
//! Sparks that they find.
//!
//! ```
//! use spark_options::property::{Known, look_up};
//!
//! let Known::Registered(partitions) = look_up("spark.sql.shuffle.partitions") else { panic!() };
//! assert_eq!(partitions.default, Some("200"));
//! assert!(partitions.check("8").is_ok());
//! assert_eq!(partitions.check("0").unwrap_err().problem, "0 is less than 1");
//! let Known::Near(meant) = look_up("spark.executor.memmory") else { panic!() };
//! assert_eq!(meant.name(), "spark.executor.memory");
//! ```

mod check;
mod data;
mod kind;
mod look_up;
mod near;
mod reader;

pub use check::Invalid;
pub use data::{all, deprecated};
pub use kind::{ByteUnit, Choices, Range, ValueKind};
pub use look_up::{Known, Near, Prefix, Removed, look_up, prefixes};
pub use reader::{Daemon, OneMode, one_mode};

use crate::{Manager, Version};

/// The supported versions that the table knows.
pub const VERSIONS: [Version; 5] = [(3, 5), (4, 0), (4, 1), (4, 2), (4, 3)];

/// A property that Spark registers, as the newest version has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Property {
    /// Its name: `spark.executor.memory`.
    pub name: &'static str,
    /// What its value must be.
    pub kind: ValueKind,
    /// Its value when nobody sets it, if that is one text everywhere.
    pub default: Option<&'static str>,
    /// The property whose value it has when nobody sets it.
    pub falls_back_to: Option<&'static str>,
    /// The first version that has it, as Spark documents it.
    pub since: Version,
    /// The last version that has it, if the newest has it no more.
    pub until: Option<Version>,
    /// Whether a better one has taken its place, or it has none.
    pub deprecated: Option<Deprecated>,
    /// The one manager under which it is read; nothing means under every one.
    pub manager: Option<Manager>,
    /// The daemon that reads it, where setting it for an application does nothing.
    pub daemon: Option<Daemon>,
    /// The first sentence of Spark's documentation; may be empty.
    pub doc: &'static str,
    /// The lines of the table that are about it, oldest first.
    lines: &'static str,
}

/// What is known of a name that should be written no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deprecated {
    /// The old name.
    pub name: &'static str,
    /// The version that deprecated it, if Spark says so.
    pub in_version: Option<Version>,
    /// Spark's own advice; may be empty.
    pub advice: &'static str,
    /// The name to write instead, if there is exactly one.
    pub successor: Option<&'static str>,
}

impl Property {
    /// The property as one version of Spark has it; nothing if that version does not know it.
    /// A version newer than the table is taken for the newest of the table.
    #[must_use]
    pub fn at(&self, version: Version) -> Option<Self> {
        self.is_known_to(version).then(|| data::at(self, version))
    }

    /// What Spark SQL says if it refuses the name in newer versions.
    #[must_use]
    pub fn removed(&self) -> Option<Removed> {
        look_up::removed(self.name)
    }

    /// Whether a version of Spark knows it.
    #[must_use]
    pub fn is_known_to(&self, version: Version) -> bool {
        self.since <= version && self.until.is_none_or(|until| version <= until)
    }

    /// Whether a text is a value that some supported version of Spark takes.
    ///
    /// # Errors
    /// None takes it; says what is wrong and what to write.
    pub fn check(&self, value: &str) -> Result<(), Invalid> {
        if self.is_read_elsewhere(value) {
            return Ok(());
        }
        check::in_any(data::kinds(self), value)
    }

    /// Whether a text is a value that this version of Spark takes.
    ///
    /// # Errors
    /// It does not take it; says what is wrong and what to write.
    pub fn check_in(&self, value: &str, version: Version) -> Result<(), Invalid> {
        if self.is_read_elsewhere(value) {
            return Ok(());
        }
        let kind = self.at(version).map_or(self.kind, |then| then.kind);
        check::value(kind, value, Some(version))
    }

    /// Whether the value names another (`${env:CORES}`, `${spark.driver.memory}`), which Spark
    /// puts in its place. Spark SQL judges a value before it does, so there it must fit as it is.
    ///
    /// Source: `ConfigReader.substitute`, `SQLConf.setConfString`.
    fn is_read_elsewhere(&self, value: &str) -> bool {
        let names_another = value
            .split_once("${")
            .is_some_and(|(_, rest)| rest.contains('}'));
        names_another && !self.name.starts_with("spark.sql.")
    }
}
