//! The states of a task in a run, and every way from one to another.
//!
//! ```text
//! Waiting ──── Ready ───▶ Ready         all that it depends on is done
//!         ──── Skip ────▶ Skipped       what it depends on has ended, some of it badly
//! Ready ────── Start ───▶ Running
//!       ────── Defer ───▶ Elsewhere     another run on this machine is doing it
//!       ────── Find ────▶ Complete      another run has done it since this one looked
//! Running ──── Require ─▶ Requiring     it waits for tasks that it asked for while running
//!         ──── Retry ───▶ Backoff       it failed, and is to be tried again after a while
//! Requiring ── Require ─▶ Requiring     it asked for more, beside that
//!           ── Resume ──▶ Running
//!           ── Retry ───▶ Backoff
//! Elsewhere ── Ready ───▶ Ready         the other run has ended and has not done it
//! Backoff ──── Ready ───▶ Ready
//! Unneeded ─── Need ────▶ Waiting       a running task requires it after all
//!
//! Ready, Running, Requiring ─ Succeed ─▶ Succeeded
//! Ready, Running, Requiring ─ Fail ────▶ Failed
//! Running, Requiring ──────── Skip ────▶ Skipped     what it required has failed
//! Running, Requiring ──────── Stop ────▶ Stopped     the run stops
//! Backoff ─────────────────── Fail ────▶ Failed      the run ends before another try
//! Waiting, Ready, Elsewhere ─ Leave ───▶ NotStarted  the run ends without it
//! Unneeded, Elsewhere ─────── Find ────▶ Complete    its outputs are there
//! ```
//!
//! `Unneeded` and `Complete` are decided before the run, but for tasks that another run does or
//! has done, or that a running task requires. A task without work of its own goes from `Ready` to its end: a
//! wrapper succeeds, an external task whose outputs are missing fails.

use serde::{Deserialize, Serialize};

/// Where a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
    /// Another run on this machine is doing it.
    Elsewhere,
    /// It is at work.
    Running,
    /// It is at work and waits for tasks that it required; it holds no worker meanwhile.
    Requiring,
    /// It failed and waits to be tried again.
    Backoff,
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
    /// Another run on this machine does it.
    Defer,
    /// It waits for tasks that it required.
    Require,
    /// What it required has ended.
    Resume,
    /// It failed, and another try may end better.
    Retry,
    /// A running task requires it.
    Need,
    /// Its outputs turned out to be there.
    Find,
    /// It is done and its outputs are there.
    Succeed,
    /// It failed.
    Fail,
    /// Everything that it depends on has ended, not all of it well; or what it required.
    Skip,
    /// It ended because the run is being stopped.
    Stop,
    /// The run ends without it.
    Leave,
}

impl State {
    /// Every state, in the order of their numbers.
    pub const ALL: [Self; 13] = [
        Self::Unneeded,
        Self::Complete,
        Self::Waiting,
        Self::Ready,
        Self::Elsewhere,
        Self::Running,
        Self::Requiring,
        Self::Backoff,
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
            (Self::Unneeded, Step::Need) => Self::Waiting,
            (Self::Waiting | Self::Elsewhere | Self::Backoff, Step::Ready) => Self::Ready,
            (Self::Ready, Step::Start) | (Self::Requiring, Step::Resume) => Self::Running,
            (Self::Ready, Step::Defer) => Self::Elsewhere,
            (Self::Running | Self::Requiring, Step::Require) => Self::Requiring,
            (Self::Running | Self::Requiring, Step::Retry) => Self::Backoff,
            (Self::Unneeded | Self::Ready | Self::Elsewhere, Step::Find) => Self::Complete,
            (Self::Waiting | Self::Running | Self::Requiring, Step::Skip) => Self::Skipped,
            (Self::Waiting | Self::Ready | Self::Elsewhere, Step::Leave) => Self::NotStarted,
            (Self::Ready | Self::Running | Self::Requiring, Step::Succeed) => Self::Succeeded,
            (Self::Ready | Self::Running | Self::Requiring | Self::Backoff, Step::Fail) => {
                Self::Failed
            }
            (Self::Running | Self::Requiring, Step::Stop) => Self::Stopped,
            _ => return None,
        })
    }

    /// Whether nothing is to happen to the task any more. One that is not needed may come to be.
    #[must_use]
    pub const fn is_final(self) -> bool {
        !matches!(
            self,
            Self::Waiting
                | Self::Ready
                | Self::Elsewhere
                | Self::Running
                | Self::Requiring
                | Self::Backoff
        )
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
            Self::Elsewhere => "in another run",
            Self::Running => "running",
            Self::Requiring => "waiting for what it requires",
            Self::Backoff => "to be tried again",
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

    const STEPS: [Step; 13] = [
        Step::Ready,
        Step::Start,
        Step::Defer,
        Step::Require,
        Step::Resume,
        Step::Retry,
        Step::Need,
        Step::Find,
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
                (State::Unneeded, Step::Need, State::Waiting),
                (State::Unneeded, Step::Find, State::Complete),
                (State::Waiting, Step::Ready, State::Ready),
                (State::Waiting, Step::Skip, State::Skipped),
                (State::Waiting, Step::Leave, State::NotStarted),
                (State::Ready, Step::Start, State::Running),
                (State::Ready, Step::Defer, State::Elsewhere),
                (State::Ready, Step::Find, State::Complete),
                (State::Ready, Step::Succeed, State::Succeeded),
                (State::Ready, Step::Fail, State::Failed),
                (State::Ready, Step::Leave, State::NotStarted),
                (State::Elsewhere, Step::Ready, State::Ready),
                (State::Elsewhere, Step::Find, State::Complete),
                (State::Elsewhere, Step::Leave, State::NotStarted),
                (State::Running, Step::Require, State::Requiring),
                (State::Running, Step::Retry, State::Backoff),
                (State::Running, Step::Succeed, State::Succeeded),
                (State::Running, Step::Fail, State::Failed),
                (State::Running, Step::Skip, State::Skipped),
                (State::Running, Step::Stop, State::Stopped),
                (State::Requiring, Step::Require, State::Requiring),
                (State::Requiring, Step::Resume, State::Running),
                (State::Requiring, Step::Retry, State::Backoff),
                (State::Requiring, Step::Succeed, State::Succeeded),
                (State::Requiring, Step::Fail, State::Failed),
                (State::Requiring, Step::Skip, State::Skipped),
                (State::Requiring, Step::Stop, State::Stopped),
                (State::Backoff, Step::Ready, State::Ready),
                (State::Backoff, Step::Fail, State::Failed),
            ]
        );
    }

    #[test]
    fn a_final_state_is_one_without_a_way_out() {
        for state in State::ALL {
            let way_out = STEPS.iter().any(|step| state.after(*step).is_some());
            // What nobody needs can come to be required, and that alone.
            let final_ = !way_out || state == State::Unneeded;
            assert_eq!(state.is_final(), final_, "{state:?}");
        }
    }

    #[test]
    fn every_state_stands_at_its_own_number() {
        for (at, state) in State::ALL.into_iter().enumerate() {
            assert_eq!(state as usize, at);
        }
    }
}
