//! How a run is stopped.

use tokio::sync::mpsc;
use tokio::time::Instant;

use super::super::{EventKind, Stop, StopCause};
use super::Dispatcher;
use crate::task::TaskKind;

/// How far the run is on its way to an end before its time.
#[derive(Clone, Copy)]
pub(super) enum Phase {
    Running,
    /// A task failed and nothing new is to start.
    Draining,
    /// Tasks were asked to stop in order, until then.
    Stopping(Instant),
    /// Tasks were asked to stop at once, until then.
    Killing(Instant),
    /// The futures of the tasks were dropped; those that block have until then.
    Dropping(Instant),
    /// Whatever still runs is given up.
    Over,
}

impl Dispatcher {
    pub(super) fn asked_to_stop(&mut self, cause: StopCause) {
        match self.phase {
            Phase::Running | Phase::Draining => {
                self.phase = Phase::Stopping(Instant::now() + self.options.stop_limits.grace);
                self.tell_to_stop(Stop::Gracefully, cause);
            }
            Phase::Stopping(_) => self.kill(cause),
            // Everything that can be done is being done.
            Phase::Killing(_) | Phase::Dropping(_) | Phase::Over => {}
        }
    }

    pub(super) fn limit_is_over(&mut self) {
        match self.phase {
            Phase::Stopping(_) => self.kill(StopCause::GraceOver),
            Phase::Killing(_) => {
                self.phase = Phase::Dropping(Instant::now() + self.options.stop_limits.give_up);
                self.at_work.abort_all();
            }
            Phase::Dropping(_) => self.phase = Phase::Over,
            Phase::Running | Phase::Draining | Phase::Over => {}
        }
    }

    pub(super) fn kill(&mut self, cause: StopCause) {
        self.phase = Phase::Killing(Instant::now() + self.options.stop_limits.kill);
        self.tell_to_stop(Stop::Now, cause);
        // A task in plain Rust has nothing to kill but itself.
        for running in self.running.values() {
            if self.view.plan().node(running.number).task.schema().kind == TaskKind::Rust {
                running.abort.abort();
            }
        }
    }

    pub(super) fn tell_to_stop(&mut self, stop: Stop, cause: StopCause) {
        self.emit(EventKind::StopRequested { stop, cause });
        self.tell();
        self.asked = stop;
        for running in self.running.values() {
            running.ask(stop);
        }
        self.end_waits();
    }
}

impl Phase {
    /// When the phase ends by itself.
    pub(super) const fn limit(self) -> Option<Instant> {
        match self {
            Self::Stopping(at) | Self::Killing(at) | Self::Dropping(at) => Some(at),
            Self::Running | Self::Draining | Self::Over => None,
        }
    }
}

/// Requests to stop, from a channel that there may not be.
pub(super) struct Stops {
    channel: Option<mpsc::UnboundedReceiver<StopCause>>,
    /// One that came before the run began.
    pub(super) first: Option<StopCause>,
}

impl Stops {
    pub(super) const fn new(channel: Option<mpsc::UnboundedReceiver<StopCause>>) -> Self {
        Self {
            channel,
            first: None,
        }
    }

    /// The next request; waits for ever when none can come.
    pub(super) async fn next(&mut self) -> StopCause {
        if let Some(channel) = &mut self.channel {
            match channel.recv().await {
                Some(cause) => return cause,
                None => self.channel = None,
            }
        }
        std::future::pending().await
    }
}
