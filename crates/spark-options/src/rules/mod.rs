//! The rules that settings have to keep together: what spark-submit refuses, what it takes and
//! then ignores, and what fails later, when the driver or an executor starts.
//!
//! Whoever knows some settings of an application makes a [`Job`] of them and asks [`check`]: the
//! derive with the literals of one attribute, `plan` with all that an application runs with.
//! The words are the same. A rule only speaks of what is known: a value that is not, or a
//! setting that somebody else may still make, is given the benefit of the doubt.
//!
//! ```
//! use spark_options::rules::{Job, Program, Setting, Severity, check};
//!
//! let mut job = Job::new(Program::Python);
//! job.settings.push(Setting::key("master", "local[2]").expect("a key of the table"));
//! job.settings.push(Setting::key("num_executors", "4").expect("a key of the table"));
//! let findings = check(&job);
//! assert_eq!(findings[0].rule, "ignored_by_manager");
//! assert_eq!((findings[0].severity, findings[0].about), (Severity::Error, 1));
//! ```

mod ignored;
mod java;
mod job;
mod late;
mod memory;
mod properties;
mod rejected;
mod twice;
mod unit;
mod view;

#[cfg(test)]
mod tests;

pub use job::{Finding, Job, Name, Part, Program, Setting, Severity, Target};

use view::View;

use crate::Manager;

/// What is set twice, in two forms, and nothing else: for who needs to know before one form takes
/// the place of another.
#[must_use]
pub fn set_twice(job: &Job<'_>) -> Vec<Finding> {
    let mut view = View::new(job);
    twice::twice(&mut view);
    let mut found = view.findings();
    found.retain(|finding| finding.rule == "set_twice");
    found
}

/// A property that makes `spark-submit` leave before an application in cluster mode ends, so that
/// nobody would know how it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unwatched {
    /// The property, which must not be `false`.
    pub property: &'static str,
    /// What is wrong.
    pub problem: &'static str,
    /// What to write.
    pub help: &'static str,
}

/// The property of this manager, if it has one. It is refused again when an application is
/// submitted, since `spark-defaults.conf` may have it.
#[must_use]
pub const fn unwatched(manager: Manager) -> Option<Unwatched> {
    let (property, problem) = match manager {
        Manager::Yarn => (
            "spark.yarn.submit.waitAppCompletion",
            "`spark.yarn.submit.waitAppCompletion = false` leaves nobody who knows how an application in cluster mode ends",
        ),
        Manager::Kubernetes => (
            "spark.kubernetes.submission.waitAppCompletion",
            "`spark.kubernetes.submission.waitAppCompletion = false` leaves nobody who knows how an application in cluster mode ends",
        ),
        // A standalone master is asked how it ended, and a local one has no cluster mode.
        Manager::Standalone | Manager::Local => return None,
    };
    Some(Unwatched {
        property,
        problem,
        help: "leave it out, or set it to true in `conf` if spark-defaults.conf has it: the wait is what tells success from failure",
    })
}

/// Everything that the rules find, in the order of the settings.
#[must_use]
pub fn check(job: &Job<'_>) -> Vec<Finding> {
    let mut view = View::new(job);
    properties::properties(&mut view);
    rejected::rejected(&mut view);
    twice::twice(&mut view);
    ignored::ignored(&mut view);
    java::java(&mut view);
    late::late(&mut view);
    memory::memory(&mut view);
    view.findings()
}
