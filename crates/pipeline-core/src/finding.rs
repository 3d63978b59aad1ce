//! What is known of a task before it runs: what is right, what is wrong, what nobody can say.

use serde::Serialize;

use crate::config::Place;
use crate::failure::{Failure, FailureKind};

/// How thoroughly a task is looked at before it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thoroughness {
    /// Only what is declared and configured is held against the rules, as far as they need to
    /// know nothing else. Before a run that has most likely nothing to do.
    Declared,
    /// The same, with what the rules need to know of the machine: which Spark there is. Before
    /// each run and plan.
    Rules,
    /// What the task needs is looked for as well: files, machines. For `check`.
    Everything,
}

/// What a look led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It was looked at, and it is right.
    Right,
    /// It was accepted, and a person may want to know what becomes of it.
    Note,
    /// It can run, and is most likely not what is meant.
    Warning,
    /// Nobody could say.
    NotVerified,
    /// It cannot run; the kind says whose exit code that is.
    Wrong(FailureKind),
}

/// One thing that is known of a task before it runs. What is in it may be shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Finding {
    /// What the look led to.
    pub verdict: Verdict,
    /// The name of the rule, where there is one, which stays while words change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<&'static str>,
    /// What was looked at and what was found, in one line.
    pub text: String,
    /// What to write or to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// Where what it is about is written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
}

impl Finding {
    /// A finding of one line.
    #[must_use]
    pub fn new(verdict: Verdict, text: impl Into<String>) -> Self {
        Self {
            verdict,
            rule: None,
            text: text.into(),
            help: None,
            places: Vec::new(),
        }
    }

    /// Something that is right.
    #[must_use]
    pub fn right(text: impl Into<String>) -> Self {
        Self::new(Verdict::Right, text)
    }

    /// Something that nobody could verify.
    #[must_use]
    pub fn not_verified(text: impl Into<String>) -> Self {
        Self::new(Verdict::NotVerified, text)
    }

    /// The same, with what to write or to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same, with one more place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.places.push(place);
        self
    }

    /// Whether it keeps the task from running.
    #[must_use]
    pub const fn is_wrong(&self) -> bool {
        matches!(self.verdict, Verdict::Wrong(_))
    }
}

impl From<&Failure> for Finding {
    fn from(failure: &Failure) -> Self {
        let finding = Self::new(Verdict::Wrong(failure.kind), &failure.cause);
        let context = failure.context.iter().map(String::as_str);
        let lines: Vec<_> = context.chain(failure.hint.as_deref()).collect();
        if lines.is_empty() {
            finding
        } else {
            finding.help(lines.join("; "))
        }
    }
}
