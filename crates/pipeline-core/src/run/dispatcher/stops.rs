//! How a run is stopped.

use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::mpsc;
use tokio::time::Instant;

use super::super::{EventKind, RunOptions, Stop, StopCause};
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
            // Somebody asked before; that its time is over too is no second request.
            Phase::Stopping(_) if matches!(cause, StopCause::RunTimeout | StopCause::Deadline) => {}
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
        self.refuse_all();
        self.engines.preparing.abort_all();
        self.end_waits();
        self.stop_hooks(stop);
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

/// The moments at which a run that begins now is stopped by itself.
pub(super) fn limits(options: &RunOptions, began: Timestamp) -> Option<(Instant, StopCause)> {
    let after = options
        .run_timeout
        .map(|after| (after, StopCause::RunTimeout));
    let deadline = options.deadline.map(|at| {
        // One that is over already stops the run at once.
        let left = Duration::try_from(at.duration_since(began)).unwrap_or_default();
        (left, StopCause::Deadline)
    });
    let (after, cause) = after
        .into_iter()
        .chain(deadline)
        .min_by_key(|(after, _)| *after)?;
    // What is beyond all time never comes.
    Some((Instant::now().checked_add(after)?, cause))
}

/// Requests to stop, from a channel that there may not be, and the one that comes by itself.
pub(super) struct Stops {
    channel: Option<mpsc::UnboundedReceiver<StopCause>>,
    /// When the run has had its time.
    limit: Option<(Instant, StopCause)>,
    /// One that came before the run began.
    pub(super) first: Option<StopCause>,
}

impl Stops {
    pub(super) const fn new(
        channel: Option<mpsc::UnboundedReceiver<StopCause>>,
        limit: Option<(Instant, StopCause)>,
    ) -> Self {
        Self {
            channel,
            limit,
            first: None,
        }
    }

    /// The next request; waits for ever when none can come.
    pub(super) async fn next(&mut self) -> StopCause {
        let at = self.limit.as_ref().map_or_else(Instant::now, |(at, _)| *at);
        loop {
            let asked = async {
                match &mut self.channel {
                    Some(channel) => channel.recv().await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                biased;
                cause = asked => match cause {
                    Some(cause) => return cause,
                    None => self.channel = None,
                },
                () = tokio::time::sleep_until(at), if self.limit.is_some() => {
                    if let Some((_, cause)) = self.limit.take() {
                        return cause;
                    }
                }
            }
        }
    }
}
