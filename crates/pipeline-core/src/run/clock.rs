//! The time of a run.

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

/// Tells the time since a run began without ever going back.
///
/// The time of day is read once; from then on the steady clock counts, so a clock that is
/// set while a run goes on neither reorders its events nor bends its times. It is tokio's
/// clock, which a test can pause.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    began: Timestamp,
    instant: Instant,
}

impl Clock {
    pub(super) fn start(began: Timestamp) -> Self {
        Self {
            began,
            instant: Instant::now(),
        }
    }

    pub(super) fn began(&self) -> Timestamp {
        self.began
    }

    pub(super) fn now(&self) -> Timestamp {
        let elapsed = SignedDuration::try_from(self.instant.elapsed()).unwrap_or_default();
        self.began.checked_add(elapsed).unwrap_or(self.began)
    }
}
