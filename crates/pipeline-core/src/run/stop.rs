//! Why and how a run is stopped.

use std::fmt;
use std::io;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc;

/// Why a run is stopped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopCause {
    /// The process got this signal.
    Signal(i32),
    /// What was asked to stop had its time and did not.
    GraceOver,
    /// The whole run took longer than it may.
    RunTimeout,
    /// The moment came when the run must have ended.
    Deadline,
    /// The program asked for it, for this reason.
    Request(String),
}

impl fmt::Display for StopCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signal(2) => f.write_str("SIGINT"),
            Self::Signal(15) => f.write_str("SIGTERM"),
            Self::Signal(number) => write!(f, "signal {number}"),
            Self::GraceOver => f.write_str("the time to stop is over"),
            Self::RunTimeout => f.write_str("the run took longer than it may"),
            Self::Deadline => f.write_str("the deadline has come"),
            Self::Request(reason) => f.write_str(reason),
        }
    }
}

/// How long a run waits for what it stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StopLimits {
    /// From [`super::Stop::Gracefully`] until it becomes [`super::Stop::Now`] by itself.
    pub grace: Duration,
    /// From [`super::Stop::Now`] until the futures of the tasks are dropped.
    pub kill: Duration,
    /// From there until a task that blocks its thread is given up.
    pub give_up: Duration,
}

impl Default for StopLimits {
    fn default() -> Self {
        Self {
            grace: Duration::from_secs(10),
            kill: Duration::from_secs(3),
            give_up: Duration::from_secs(1),
        }
    }
}

/// Listens for SIGINT and SIGTERM from now on; each one becomes a request to stop.
///
/// The first stops a run in order, the second at once.
///
/// # Errors
/// The signals cannot be listened for.
pub fn signals() -> io::Result<mpsc::UnboundedReceiver<StopCause>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let (send, receive) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        loop {
            let number = tokio::select! {
                Some(()) = interrupt.recv() => SignalKind::interrupt().as_raw_value(),
                Some(()) = terminate.recv() => SignalKind::terminate().as_raw_value(),
                else => return,
            };
            if send.send(StopCause::Signal(number)).is_err() {
                return;
            }
        }
    });
    Ok(receive)
}
