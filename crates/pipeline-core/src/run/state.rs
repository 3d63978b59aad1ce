//! The states of a task in a run, and every way from one to another.
//!
//! ```text
//!                 ┌─ Skip ──▶ Skipped         a dependency failed or was skipped
//!                 ├─ Leave ─▶ NotStarted      the run stops
//! Waiting ────────┴─ Ready ─▶ Ready ─┬─ Start ──▶ Running ─┬─ Succeed ▶ Succeeded
//!                                    ├─ Succeed ▶ Succeeded├─ Fail ───▶ Failed
//!                                    ├─ Fail ───▶ Failed   └─ Stop ───▶ Stopped
//!                                    └─ Leave ──▶ NotStarted
//! Unneeded, Complete: decided before the run; nothing happens to them.
//! ```
//!
//! A task without work of its own goes from `Ready` to its end: a wrapper succeeds, an
//! external task whose outputs are missing fails.

use serde::Serialize;

/// Where a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Everything that would need it is complete, so nobody looked at it.
    Unneeded,
    /// Its outputs were there before the run began.
    Complete,
    /// It waits for tasks that it depends on.
    Waiting,
    /// It could be started.
    Ready,
    /// It is at work.
    Running,
    /// Its work is done and its outputs are there.
    Succeeded,
    /// It failed.
    Failed,
    /// A task that it depends on, directly or not, failed.
    Skipped,
    /// It was at work when the run was stopped.
    Stopped,
    /// The run was stopped before it began.
    NotStarted,
}

/// What can happen to a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// Everything that it depends on is done.
    Ready,
    /// Its work begins.
    Start,
    /// It is done and its outputs are there.
    Succeed,
    /// It failed.
    Fail,
    /// Everything that it depends on has ended, not all of it well.
    Skip,
    /// It ended because the run is being stopped.
    Stop,
    /// The run ends without it.
    Leave,
}

impl State {
    /// Every state, in the order of their numbers.
    pub const ALL: [Self; 10] = [
        Self::Unneeded,
        Self::Complete,
        Self::Waiting,
        Self::Ready,
        Self::Running,
        Self::Succeeded,
        Self::Failed,
        Self::Skipped,
        Self::Stopped,
        Self::NotStarted,
    ];

    /// The state after a step, or nothing where the step cannot happen.
    #[must_use]
    pub const fn after(self, step: Step) -> Option<Self> {
        Some(match (self, step) {
            (Self::Waiting, Step::Ready) => Self::Ready,
            (Self::Waiting, Step::Skip) => Self::Skipped,
            (Self::Waiting | Self::Ready, Step::Leave) => Self::NotStarted,
            (Self::Ready, Step::Start) => Self::Running,
            (Self::Ready | Self::Running, Step::Succeed) => Self::Succeeded,
            (Self::Ready | Self::Running, Step::Fail) => Self::Failed,
            (Self::Running, Step::Stop) => Self::Stopped,
            _ => return None,
        })
    }

    /// Whether nothing can happen to the task any more.
    #[must_use]
    pub const fn is_final(self) -> bool {
        !matches!(self, Self::Waiting | Self::Ready | Self::Running)
    }

    /// Whether what depends on the task may run.
    #[must_use]
    pub const fn is_good(self) -> bool {
        matches!(self, Self::Complete | Self::Succeeded)
    }

    /// The word for a person.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unneeded => "not needed",
            Self::Complete => "complete",
            Self::Waiting => "waiting",
            Self::Ready => "ready",
            Self::Running => "running",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
            Self::Stopped => "stopped",
            Self::NotStarted => "not started",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{State, Step};

    const STEPS: [Step; 7] = [
        Step::Ready,
        Step::Start,
        Step::Succeed,
        Step::Fail,
        Step::Skip,
        Step::Stop,
        Step::Leave,
    ];

    #[test]
    fn these_are_all_the_transitions_there_are() {
        let mut found = Vec::new();
        for state in State::ALL {
            for step in STEPS {
                if let Some(after) = state.after(step) {
                    found.push((state, step, after));
                }
            }
        }
        assert_eq!(
            found,
            [
                (State::Waiting, Step::Ready, State::Ready),
                (State::Waiting, Step::Skip, State::Skipped),
                (State::Waiting, Step::Leave, State::NotStarted),
                (State::Ready, Step::Start, State::Running),
                (State::Ready, Step::Succeed, State::Succeeded),
                (State::Ready, Step::Fail, State::Failed),
                (State::Ready, Step::Leave, State::NotStarted),
                (State::Running, Step::Succeed, State::Succeeded),
                (State::Running, Step::Fail, State::Failed),
                (State::Running, Step::Stop, State::Stopped),
            ]
        );
    }

    #[test]
    fn a_final_state_is_one_without_a_way_out() {
        for state in State::ALL {
            let way_out = STEPS.iter().any(|step| state.after(*step).is_some());
            assert_eq!(state.is_final(), !way_out, "{state:?}");
        }
    }

    #[test]
    fn every_state_stands_at_its_own_number() {
        for (at, state) in State::ALL.into_iter().enumerate() {
            assert_eq!(state as usize, at);
        }
    }
}
