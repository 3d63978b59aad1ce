//! Whether the tasks that a configuration names are there.

use std::collections::BTreeMap;

use super::problem::{ConfigError, Mistake, Problem};
use super::{Config, Place};
use crate::plan::Plan;
use crate::suggest::nearest;
use crate::task::{TaskKind, TaskSchema};

/// The types of task that a program has, as far as a plan shows them.
#[derive(Debug)]
pub struct TaskTypes {
    names: Vec<&'static str>,
    complete: bool,
    /// Whether there are tasks in plain Rust, which can require others that no plan shows.
    open: bool,
}

impl TaskTypes {
    /// The types in plans and the roots of their program.
    ///
    /// An input field always holds tasks of one type, so once every input field of every type
    /// has been seen with a task, and every root is in the plan, these are all there are.
    #[must_use]
    pub fn of<'p>(
        plans: impl IntoIterator<Item = &'p Plan>,
        roots: &[&'static TaskSchema],
    ) -> Self {
        // For each type and input field, whether a task was seen in it.
        let mut types: BTreeMap<&'static str, BTreeMap<&'static str, bool>> = BTreeMap::new();
        let mut open = false;
        for node in plans.into_iter().flat_map(Plan::nodes) {
            open |= node.task.schema().kind == TaskKind::Rust;
            let inputs = types.entry(node.task.schema().name).or_default();
            node.task.visit_inputs(&mut |input, tasks| {
                *inputs.entry(input.name).or_default() |= !tasks.is_empty();
            });
        }
        let inputs_seen = types.values().flat_map(BTreeMap::values).all(|seen| *seen);
        let roots_seen = roots.iter().all(|root| types.contains_key(root.name));
        let mut names: Vec<_> = types.into_keys().collect();
        names.extend(roots.iter().map(|root| root.name));
        names.sort_unstable();
        names.dedup();
        Self {
            names,
            complete: inputs_seen && roots_seen,
            open,
        }
    }

    /// The names, sorted.
    #[must_use]
    pub fn names(&self) -> &[&'static str] {
        &self.names
    }
}

impl Config {
    /// Checks the tasks that sections of the profile and `--set TASK.KEY` name. The returned
    /// problems are warnings: names that another plan of the program may have.
    ///
    /// # Errors
    /// A task that this program cannot have, or one whose name is nearly that of another; but in
    /// a program with tasks that can require others while they run, both may be such a task.
    pub fn check_tasks(&self, types: &TaskTypes) -> Result<Vec<Problem>, ConfigError> {
        let mut wrong: Vec<Problem> = Vec::new();
        let mut doubtful: Vec<Problem> = Vec::new();
        for layer in &self.layers {
            let (Some(task), Some(place)) = (&layer.task, &layer.place) else {
                continue;
            };
            if types.names.contains(&task.as_str()) {
                continue;
            }
            let near = nearest(task, types.names.iter().copied());
            let certain = near.is_some() || types.complete;
            let problems = if certain && !types.open {
                &mut wrong
            } else {
                &mut doubtful
            };
            problems.push(Problem {
                place: place.clone(),
                mistake: Mistake::Unknown {
                    what: "task",
                    word: task.clone(),
                    nearest: near.map(str::to_owned),
                    known: types.names.iter().map(ToString::to_string).collect(),
                },
            });
        }
        // Layers stand from the command line down; mistakes are told from the file up.
        wrong.sort_by_key(|problem| matches!(problem.place, Place::Argument(_)));
        if wrong.is_empty() {
            Ok(doubtful)
        } else {
            Err(ConfigError::Mistakes(wrong))
        }
    }
}
