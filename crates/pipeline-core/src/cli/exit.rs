//! The exit codes, in their one place.

use std::process::ExitCode;

use crate::failure::FailureKind;

/// How a program ended. The number of each kind is its exit code.
///
/// `plan` and `check` end with what `run` would end with, as far as that is known before: a missing
/// external output is 4 there too, a Spark that is named and is not there 5, an application
/// whose file is not there 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ExitKind {
    /// 0: every task succeeded or was done already.
    Success,
    /// 1: a task failed.
    TaskFailed,
    /// 2: wrong use of the command line, or wrong configuration.
    Usage,
    /// 3: no plan can be made: a cycle, or two tasks that write one place.
    Plan,
    /// 4: what an external task stands for is not there, and nothing else failed.
    ExternalMissing,
    /// 5: the machine or the cluster lacks something: no Spark, no Java, no master.
    Environment,
    /// 6: nobody can say how a job ended.
    Lost,
    /// 7: another run does the same already.
    Busy,
    /// 8: the run took longer than it may, or its deadline came.
    OutOfTime,
    /// 128 and the signal's number: somebody stopped the run.
    Stopped(u8),
}

/// Every code with its meaning, for help and documentation.
pub const EXIT_CODES: &[(&str, &str)] = &[
    ("0", "every task succeeded or was done already"),
    ("1", "a task failed"),
    ("2", "wrong use of the command line, or wrong configuration"),
    (
        "3",
        "no plan can be made: a cycle, or two tasks write one place",
    ),
    ("4", "what an external task stands for is not there"),
    (
        "5",
        "the machine or the cluster lacks something: no Spark, no Java, no master",
    ),
    ("6", "nobody can say how a job ended"),
    ("7", "another run does the same already"),
    (
        "8",
        "the run was stopped, as it took longer than it may or its deadline came",
    ),
    ("128+n", "stopped by signal n"),
];

impl ExitKind {
    /// The number.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::TaskFailed => 1,
            Self::Usage => 2,
            Self::Plan => 3,
            Self::ExternalMissing => 4,
            Self::Environment => 5,
            Self::Lost => 6,
            Self::Busy => 7,
            Self::OutOfTime => 8,
            // No signal has a number above 64, so this never saturates.
            Self::Stopped(signal) => 128_u8.saturating_add(signal),
        }
    }

    /// The one that tells most of a run in which these failures happened.
    ///
    /// A stop by a signal is told before everything. Then comes a failed program, since it is
    /// the news; a missing external output is told only if nothing else failed.
    #[must_use]
    pub fn of(failures: impl IntoIterator<Item = FailureKind>, signal: Option<u8>) -> Self {
        if let Some(signal) = signal {
            return Self::Stopped(signal);
        }
        failures
            .into_iter()
            .map(Self::from)
            .min_by_key(|kind| match kind {
                Self::TaskFailed => 0,
                Self::Lost => 1,
                Self::Environment => 2,
                Self::Usage | Self::Plan => 3,
                Self::Stopped(_) | Self::OutOfTime => 4,
                Self::ExternalMissing => 5,
                Self::Success | Self::Busy => 6,
            })
            .unwrap_or(Self::Success)
    }
}

impl ExitKind {
    /// Of failures that are known before a run: a mistake keeps it from beginning at all, so it
    /// comes first; that only the data is not there yet (4) can be told from a mistake (2) and
    /// from a machine without Spark (5).
    #[must_use]
    pub(crate) fn before_a_run(kinds: Vec<FailureKind>) -> Self {
        if kinds.contains(&FailureKind::Configuration) {
            return Self::Usage;
        }
        Self::of(kinds, None)
    }
}

impl From<FailureKind> for ExitKind {
    fn from(kind: FailureKind) -> Self {
        match kind {
            FailureKind::Program | FailureKind::OutputMissing | FailureKind::Panicked => {
                Self::TaskFailed
            }
            FailureKind::ExternalMissing => Self::ExternalMissing,
            FailureKind::Configuration => Self::Usage,
            FailureKind::Environment => Self::Environment,
            FailureKind::Lost => Self::Lost,
            // Stopped without a signal of ours: somebody killed the job.
            FailureKind::Stopped | FailureKind::TimedOut | FailureKind::Upstream => {
                Self::TaskFailed
            }
        }
    }
}

impl From<ExitKind> for ExitCode {
    fn from(kind: ExitKind) -> Self {
        Self::from(kind.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_that_are_documented() {
        let all = [
            ExitKind::Success,
            ExitKind::TaskFailed,
            ExitKind::Usage,
            ExitKind::Plan,
            ExitKind::ExternalMissing,
            ExitKind::Environment,
            ExitKind::Lost,
            ExitKind::Busy,
            ExitKind::OutOfTime,
        ];
        for (kind, (code, _)) in all.into_iter().zip(EXIT_CODES) {
            assert_eq!(kind.code().to_string(), *code);
        }
        assert_eq!(ExitKind::Stopped(2).code(), 130);
        assert_eq!(ExitKind::Stopped(15).code(), 143);
    }

    #[test]
    fn a_missing_external_output_is_told_only_if_nothing_else_failed() {
        use FailureKind::{ExternalMissing, Program};
        assert_eq!(
            ExitKind::of([ExternalMissing], None),
            ExitKind::ExternalMissing
        );
        assert_eq!(
            ExitKind::of([ExternalMissing, Program], None),
            ExitKind::TaskFailed
        );
        assert_eq!(ExitKind::of([], None), ExitKind::Success);
        assert_eq!(ExitKind::of([Program], Some(15)), ExitKind::Stopped(15));
    }
}
