//! What a name is.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use super::data::{self, name_of};
use super::{Deprecated, Property, near, reader};
use crate::{Manager, Version};

/// What is known of a name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Known {
    /// Some supported Spark registers it.
    Registered(Property),
    /// An old name, which Spark still reads or warns of.
    Old(Deprecated),
    /// Spark SQL refuses it unless it has the old default.
    Removed(Removed),
    /// Spark reads or writes it by a plain text; nothing is known of its value.
    Named(&'static str),
    /// Any name may stand under this prefix.
    Prefix(Prefix),
    /// It begins with `spark.` and a word under which Spark has nothing: another product's, or
    /// one's own.
    Foreign,
    /// It is not known, but nearly one that is: most likely a misspelling.
    Near(Near),
    /// It stands where Spark's own names stand, but no supported Spark knows it. Also what does
    /// not begin with `spark.`, which spark-submit drops.
    Unknown,
}

/// What Spark SQL refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Removed {
    /// The name.
    pub name: &'static str,
    /// The first supported version that refuses it.
    pub refused_since: Version,
    /// The version that removed it, as Spark says.
    pub in_version: Version,
    /// The one value that is still taken.
    pub default: &'static str,
    /// Spark's own advice.
    pub advice: &'static str,
}

/// A prefix under which any name may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prefix {
    /// With its last point: `spark.hadoop.`.
    pub prefix: &'static str,
    /// The one manager under which it is read.
    pub manager: Option<Manager>,
    /// What follows: `property of Hadoop`.
    pub follows: &'static str,
}

/// The name that was most likely meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Near {
    /// A property.
    Property(Property),
    /// A name that Spark reads by a plain text.
    Named(&'static str),
    /// A name under a prefix (`spark.hadop.fs.s3a.endpoint`).
    Prefix(Prefix),
}

impl Near {
    /// The name, or the prefix of it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Property(property) => property.name,
            Self::Named(name) => name,
            Self::Prefix(prefix) => prefix.prefix,
        }
    }

    /// The whole name that was meant by this one.
    #[must_use]
    pub fn instead_of(&self, written: &str) -> String {
        let Self::Prefix(prefix) = self else {
            return self.name().to_owned();
        };
        let words = prefix.prefix.matches('.').count();
        let rest: Vec<_> = written.split('.').skip(words).collect();
        format!("{}{}", prefix.prefix, rest.join("."))
    }
}

/// What this name is, in any supported version.
#[must_use]
pub fn look_up(name: &str) -> Known {
    if let Some(property) = data::registered(name) {
        return Known::Registered(property);
    }
    if let Some(removed) = removed(name) {
        return Known::Removed(removed);
    }
    if let Some(old) = data::deprecated(name) {
        return Known::Old(old);
    }
    if let Some(line) = data::find(data::NAMED, name) {
        return Known::Named(name_of(line.trim_end()));
    }
    if let Some(prefix) = prefixes().find(|it| name.starts_with(it.prefix) && name != it.prefix) {
        return Known::Prefix(prefix);
    }
    unknown(name)
}

/// What a name is that no file has. To look for a near one takes a walk through all names, so an
/// answer is kept: the same names come again with each task of a plan.
fn unknown(name: &str) -> Known {
    /// More names than any program has; names that are made at random are looked for each time.
    const KEPT: usize = 1000;
    static KNOWN: LazyLock<Mutex<HashMap<String, Known>>> = LazyLock::new(Mutex::default);
    // A thread that panicked while looking kept nothing half-done.
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = known.get(name) {
        return *known;
    }
    let answer = look_near(name);
    if known.len() < KEPT {
        known.insert(name.to_owned(), answer);
    }
    answer
}

fn look_near(name: &str) -> Known {
    if let Some(meant) = near::nearest(name) {
        return Known::Near(match data::registered(meant) {
            Some(property) => Near::Property(property),
            None => Near::Named(meant),
        });
    }
    if let Some(prefix) = near::nearest_prefix(name) {
        return Known::Near(Near::Prefix(prefix));
    }
    if is_foreign(name) {
        Known::Foreign
    } else {
        Known::Unknown
    }
}

/// What Spark SQL says of a removed name.
pub(super) fn removed(name: &str) -> Option<Removed> {
    let line = data::find(data::REMOVED, name)?;
    let mut fields = line.trim_end_matches('\n').split('\t');
    Some(Removed {
        name: fields.next()?,
        refused_since: data::version(fields.next()?)?,
        in_version: data::version(fields.next()?)?,
        default: fields.next()?,
        advice: fields.next()?,
    })
}

/// The prefixes under which any name may stand, sorted.
pub fn prefixes() -> impl Iterator<Item = Prefix> {
    data::lines(data::PREFIXES).filter_map(|line| {
        let mut fields = line.split('\t');
        let (prefix, manager, follows) = (fields.next()?, fields.next()?, fields.next()?);
        let manager = match manager {
            "Kubernetes" => Some(Manager::Kubernetes),
            "YARN" => Some(Manager::Yarn),
            _ => reader::of(prefix).0,
        };
        Some(Prefix {
            prefix,
            manager,
            follows,
        })
    })
}

/// Whether Spark has nothing under the word after `spark.`.
fn is_foreign(name: &str) -> bool {
    let Some(word) = name
        .strip_prefix("spark.")
        .and_then(|rest| rest.split('.').next())
    else {
        return false;
    };
    !word.is_empty() && !near::words().any(|known| known == word)
}
