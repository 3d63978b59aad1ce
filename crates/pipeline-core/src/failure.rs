//! Why a task did not succeed: the root cause first, then what helps to act on it.

use std::fmt;
use std::panic::Location;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// What a task's `run` returns.
pub type Result<T, E = TaskError> = std::result::Result<T, E>;

/// The kind of a failure. It decides the exit code, and whether a second try can help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureKind {
    /// The task's own program failed.
    Program,
    /// The program succeeded but a declared output is not there.
    OutputMissing,
    /// Something that no task makes is not there.
    ExternalMissing,
    /// The task cannot be run as it is declared or configured.
    Configuration,
    /// The machine or the cluster could not run the program (no Spark, no Java, no master).
    Environment,
    /// Nobody can say any more how it ended.
    Lost,
    /// It was stopped, by a person or by the run.
    Stopped,
    /// It was stopped because it took longer than it may.
    TimedOut,
    /// A task that it required while it ran did not succeed: not its own failure.
    Upstream,
    /// The task's code panicked.
    Panicked,
}

/// A failure as a person reads it: cause, place, last words, and what to do next.
///
/// Everything in here may be shown: whoever makes one masks secrets first
/// (see [`crate::secret`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// What kind of failure it is.
    pub kind: FailureKind,
    /// The root cause in one line: `ValueError: no such month: 13`.
    pub cause: String,
    /// The user's own frames or chained causes, most useful first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub context: Vec<String>,
    /// The last lines that the program printed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub last_lines: Vec<String>,
    /// Where everything that it printed is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log: Option<PathBuf>,
    /// The command that runs it again by hand, for pasting into a shell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rerun: Option<String>,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// The program's exit code, if it had one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit_code: Option<i32>,
    /// Whether it is known that a second try ends the same way, though one of this kind might
    /// not: a column that is not there, a class that is not in the jar.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub permanent: bool,
    /// For [`FailureKind::Upstream`], the tasks that failed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<crate::task::TaskId>,
}

impl Failure {
    /// A failure of this kind with this one-line cause.
    #[must_use]
    pub fn new(kind: FailureKind, cause: impl Into<String>) -> Self {
        Self {
            kind,
            cause: cause.into(),
            context: Vec::new(),
            last_lines: Vec::new(),
            log: None,
            rerun: None,
            hint: None,
            exit_code: None,
            permanent: false,
            because: Vec::new(),
        }
    }

    /// Whether another try may end better: never if it is [permanent](Self::permanent), nor if
    /// what is wrong is in the declaration, in the data or unknown.
    #[must_use]
    pub const fn may_pass(&self) -> bool {
        !self.permanent
            && matches!(
                self.kind,
                FailureKind::Program | FailureKind::Environment | FailureKind::TimedOut
            )
    }

    /// The same, with a line on what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same, with one more line of context.
    #[must_use]
    pub fn context(mut self, line: impl Into<String>) -> Self {
        self.context.push(line.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.cause)
    }
}

/// What a task's `run` fails with: any error becomes one by `?`, with the line where that `?`
/// stands.
///
/// It is deliberately not a [`std::error::Error`], which is what lets `?` take every other.
#[derive(Debug)]
pub struct TaskError(Box<Failure>);

impl TaskError {
    /// An error with this message. The line that calls it is told too.
    #[must_use]
    #[track_caller]
    pub fn msg(cause: impl Into<String>) -> Self {
        let failure = Failure::new(FailureKind::Program, cause);
        Self(Box::new(failure.context(caller())))
    }

    /// The failure it carries.
    #[must_use]
    pub fn failure(&self) -> &Failure {
        &self.0
    }

    /// The failure it carries, taken out.
    #[must_use]
    pub fn into_failure(self) -> Failure {
        *self.0
    }
}

/// `at src/main.rs:25:9`, of the code that made an error.
#[track_caller]
fn caller() -> String {
    format!("at {}", Location::caller())
}

impl From<Failure> for TaskError {
    fn from(failure: Failure) -> Self {
        Self(Box::new(failure))
    }
}

impl<E: std::error::Error + Send + Sync + 'static> From<E> for TaskError {
    // `?` passes its own place on, so that a bare "No such file or directory" says where.
    #[track_caller]
    fn from(error: E) -> Self {
        let place = caller();
        let mut chain = vec![error.to_string()];
        let mut source = error.source();
        while let Some(cause) = source {
            let text = cause.to_string();
            if chain.last() != Some(&text) {
                chain.push(text);
            }
            source = cause.source();
        }
        // The last link is the root cause; the wrappers, outermost first, are its context.
        let root = chain.pop().unwrap_or_default();
        let mut failure = Failure::new(FailureKind::Program, root);
        failure.context = chain;
        failure.context.push(place);
        Self(Box::new(failure))
    }
}

impl fmt::Display for TaskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read() -> Result<String> {
        Ok(std::fs::read_to_string("/no/such/file")?)
    }

    #[test]
    fn an_error_says_on_which_line_it_became_one_of_the_task() {
        let line = line!() - 5;
        let failure = read().expect_err("no file").into_failure();
        let [place] = failure.context.as_slice() else {
            panic!("{:?}", failure.context);
        };
        let begin = format!("at {}:{line}:", file!());
        assert!(place.starts_with(&begin), "{place} and not {begin}");
        let failure = TaskError::msg("no month").into_failure();
        let begin = format!("at {}:{}:", file!(), line!() - 1);
        assert!(failure.context[0].starts_with(&begin), "{failure:?}");
    }
}
