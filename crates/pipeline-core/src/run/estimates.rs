//! How long tasks are going to take, by how long they took.

use std::collections::HashMap;
use std::time::Duration;

use crate::task::TaskId;

/// How long tasks took in earlier runs: each task by itself, else its type.
///
/// ```
/// # use pipeline_core::run::Estimates;
/// # use std::time::Duration;
/// let mut estimates = Estimates::default();
/// estimates.add_type("Delays", Duration::from_secs(40));
/// let id = "89546db2bc1fe2b9f1eefcd97a8229e7".parse().expect("an id");
/// assert_eq!(estimates.of(id, "Delays"), Some(Duration::from_secs(40)));
/// estimates.add_task(id, Duration::from_secs(90));
/// assert_eq!(estimates.of(id, "Delays"), Some(Duration::from_secs(90)));
/// assert_eq!(estimates.of(id, "Report"), Some(Duration::from_secs(90)));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Estimates {
    tasks: HashMap<TaskId, Duration>,
    types: HashMap<String, Duration>,
}

impl Estimates {
    /// Says how long this task takes.
    pub fn add_task(&mut self, task: TaskId, takes: Duration) {
        self.tasks.insert(task, takes);
    }

    /// Says how long a task of this type (its name) takes.
    pub fn add_type(&mut self, name: impl Into<String>, takes: Duration) {
        self.types.insert(name.into(), takes);
    }

    /// How long this task of this type is going to take, if anything is known.
    #[must_use]
    pub fn of(&self, task: TaskId, name: &str) -> Option<Duration> {
        let known = self.tasks.get(&task).or_else(|| self.types.get(name));
        known.copied()
    }
}
