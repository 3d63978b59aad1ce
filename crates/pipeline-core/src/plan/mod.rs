//! Expands tasks into a graph: deduplicated, acyclic, checked, a plain value.
//!
//! Invariant: a dependency stands before its dependents, so the order of the nodes is a
//! topological order, and a task's number is also its place in a deterministic schedule.
//!
//! Cost: O(tasks + edges) in time and memory, and no recursion anywhere: a chain of a
//! million tasks is a plan like any other.

mod build;
mod draw;
mod error;
mod ids;
mod places;
#[cfg(test)]
mod tests;

pub use draw::{DrawOptions, draw};
pub use error::{Place, PlanError};

use std::fmt;
use std::sync::Arc;

use ids::IdMap;

use crate::task::{AnyTask, TaskId};

/// A task in its plan.
pub struct Node {
    /// The task, its inputs connected to the plan's own instances.
    pub task: Arc<dyn AnyTask>,
    /// Its identity.
    pub id: TaskId,
    /// The tasks that must be done before it, each once, in the order of its fields.
    pub dependencies: Box<[u32]>,
    /// The tasks that wait for it, in plan order.
    pub dependents: Box<[u32]>,
}

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Node")
            .field("task", &self.task.label())
            .field("dependencies", &self.dependencies)
            .field("dependents", &self.dependents)
            .finish_non_exhaustive()
    }
}

/// What is to be done: every task once, dependencies before dependents.
///
/// Tasks are numbered by their place in [`Plan::nodes`].
#[derive(Default)]
pub struct Plan {
    nodes: Vec<Node>,
    roots: Vec<u32>,
    index: IdMap<u32>,
}

impl Plan {
    /// How many tasks [`Plan::build`] takes before it says that the expansion has no end.
    pub const LIMIT: usize = 5_000_000;

    /// Expands the roots and everything that they depend on.
    ///
    /// # Errors
    /// The tasks are no plan: a cycle, two tasks that write one place, an expansion that
    /// does not end, an input expression that panics.
    pub fn build(roots: Vec<Box<dyn AnyTask>>) -> Result<Self, PlanError> {
        Self::build_up_to(roots, Self::LIMIT)
    }

    /// [`Plan::build`] with another limit on the number of tasks.
    ///
    /// # Errors
    /// As [`Plan::build`].
    pub fn build_up_to(roots: Vec<Box<dyn AnyTask>>, limit: usize) -> Result<Self, PlanError> {
        let plan = build::expand(roots, limit)?;
        places::check(&plan)?;
        Ok(plan)
    }

    /// Every task, dependencies before dependents.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The numbers of the tasks that were asked for, each once, in the order of asking.
    #[must_use]
    pub fn roots(&self) -> &[u32] {
        &self.roots
    }

    /// The number of the task with this identity.
    #[must_use]
    pub fn find(&self, id: TaskId) -> Option<u32> {
        self.index.get(&id).copied()
    }

    /// The task with this number.
    ///
    /// # Panics
    /// If the plan has no task of this number.
    #[must_use]
    pub fn node(&self, number: u32) -> &Node {
        &self.nodes[number as usize]
    }

    /// How many tasks there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no task.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }
}

impl Drop for Plan {
    fn drop(&mut self) {
        // A task holds its inputs, so dropping the last task of a chain by itself would drop
        // the next one inside it, and so on until the stack is used up. From the back, every
        // input is still held by the plan when its dependent goes.
        while self.nodes.pop().is_some() {}
    }
}

impl fmt::Debug for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plan")
            .field("nodes", &self.nodes)
            .field("roots", &self.roots)
            .finish()
    }
}
