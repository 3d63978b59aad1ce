//! The grammars of option values, usable while compiling.
//!
//! They follow what Spark's own classes accept (`JavaUtils.byteStringAs`, `timeStringAs`,
//! `Integer.parseInt`, `MavenUtils`, `CommandBuilderUtils.parseOptionString`, `SparkContext`'s
//! regexes for masters), narrowed where a later reader of the same text is stricter: a driver's
//! memory, say, also goes to the JVM as `-Xmx`.

mod java_options;
mod master;
mod memory;
mod names;
mod number;
mod time;

pub use java_options::java_options;
pub use master::{master, remote};
pub use memory::{MIN_MIB, memory, memory_mib, spark_memory, spark_memory_mib};
pub use names::{class_name, coordinates, exclusion, list_element, property};
pub use number::count;
pub use time::{Time, TimeUnit, time};

use crate::Kind;
use crate::text::{equal, is_all_blank};

/// Why a text is not a value: what is wrong, then what to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// What is wrong: `a fraction is not allowed`.
    pub problem: &'static str,
    /// What to write instead: `write whole units, such as 1536m`.
    pub remedy: &'static str,
}

impl Invalid {
    const fn new(problem: &'static str, remedy: &'static str) -> Self {
        Self { problem, remedy }
    }
}

impl core::fmt::Display for Invalid {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}: {}", self.problem, self.remedy)
    }
}

impl core::error::Error for Invalid {}

/// Whether a text is a value of this kind.
pub(crate) const fn check(kind: Kind, text: &str) -> Result<(), Invalid> {
    if has_nul(text) {
        return Err(Invalid::new(
            "it has a NUL character, which no command line can carry",
            "leave it out",
        ));
    }
    match kind {
        Kind::Switch => switch(text),
        Kind::Memory => memory(text),
        Kind::SparkMemory => spark_memory(text),
        Kind::Count => match count(text) {
            Ok(_) => Ok(()),
            Err(error) => Err(error),
        },
        Kind::Text | Kind::ClassPath => Ok(()),
        Kind::Path => path(text),
        Kind::ClassName => class_name(text),
        Kind::Master => master(text),
        Kind::DeployMode => deploy_mode(text),
        Kind::Remote => remote(text),
        Kind::Uris => list_element(text),
        Kind::Coordinates => coordinates(text),
        Kind::Exclusions => exclusion(text),
        Kind::JavaOptions => java_options(text),
        Kind::Property => property(text),
        Kind::SubmissionId => submission_id(text),
    }
}

const fn has_nul(text: &str) -> bool {
    crate::text::find(text.as_bytes(), 0, 0).is_some()
}

const fn switch(text: &str) -> Result<(), Invalid> {
    if equal(text, "true") || equal(text, "false") {
        Ok(())
    } else {
        Err(Invalid::new("a switch is on or off", "write true or false"))
    }
}

const fn path(text: &str) -> Result<(), Invalid> {
    if is_all_blank(text) {
        Err(Invalid::new("the path is empty", "name a file"))
    } else {
        Ok(())
    }
}

const fn deploy_mode(text: &str) -> Result<(), Invalid> {
    if crate::DeployMode::of(text).is_some() {
        Ok(())
    } else {
        Err(Invalid::new(
            "it is no deploy mode",
            "write client or cluster, in small letters",
        ))
    }
}

const fn submission_id(text: &str) -> Result<(), Invalid> {
    if is_all_blank(text) {
        Err(Invalid::new("the id is empty", "name a submission"))
    } else {
        Ok(())
    }
}
