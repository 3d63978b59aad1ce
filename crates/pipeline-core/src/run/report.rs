//! How a run ended.

use super::{RunView, State, StopCause};
use crate::failure::Failure;

/// How a run ended.
pub struct RunReport {
    pub(super) view: RunView,
}

impl RunReport {
    /// Of a run whose events are all taken in.
    #[must_use]
    pub(crate) fn of(view: RunView) -> Self {
        Self { view }
    }

    /// Where the run stood at its end: every task's state, time and failure.
    #[must_use]
    pub fn view(&self) -> &RunView {
        &self.view
    }

    /// Why the run was stopped, if it was.
    #[must_use]
    pub fn stop(&self) -> Option<&StopCause> {
        self.view.stop()
    }

    /// The tasks that failed, in the order of time, and why.
    pub fn failures(&self) -> impl Iterator<Item = (u32, &Failure)> {
        let failed = self.view.ended_badly().iter();
        failed
            .filter(|number| self.view.state(**number) == State::Failed)
            .filter_map(|number| Some((*number, self.view.failure(*number)?)))
    }

    /// Whether every task that was needed is done.
    #[must_use]
    pub fn is_success(&self) -> bool {
        let bad = [
            State::Failed,
            State::Skipped,
            State::Stopped,
            State::NotStarted,
        ];
        bad.into_iter().all(|state| self.view.count(state) == 0)
    }
}
