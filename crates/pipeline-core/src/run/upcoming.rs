//! What is going to start next, and what it waits for.

use std::sync::Arc;

/// A task that could start, and why it has not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upcoming {
    /// Its number in the plan.
    pub number: u32,
    /// What it waits for.
    pub waits: WaitsFor,
}

/// What a task waits for that has everything it depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WaitsFor {
    /// One of the run's workers.
    Worker,
    /// A named resource of the run.
    Resource {
        /// Its name.
        name: Arc<str>,
        /// How much of it the task takes.
        takes: u32,
        /// How much of it is free.
        free: u32,
    },
}
