//! What a task says of how it is to be run: how urgently, how often, how long, with what.

use std::time::Duration;

/// What a task says of how it is to be run. Derived from its attributes; a setting of the same
/// name in `pipeline.toml` or on the command line comes before it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Control {
    /// How urgent it is: the greatest first. Tasks without one follow the critical path, as if
    /// they had 0.
    pub priority: Option<i32>,
    /// How often it is tried again after a failure that a second try can mend.
    pub retries: Option<u32>,
    /// How long the first of those waits; each next one twice as long, all with jitter.
    pub backoff: Option<Duration>,
    /// How long one try may take before it is stopped.
    pub timeout: Option<Duration>,
    /// What it takes of the named resources of the run while it works.
    pub resources: Vec<(String, u32)>,
    /// Whether [`super::Task::on_success`] does something.
    pub on_success: bool,
    /// Whether [`super::Task::on_failure`] does something.
    pub on_failure: bool,
}
