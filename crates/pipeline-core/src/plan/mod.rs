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
mod shared;
#[cfg(test)]
mod tests;

pub use draw::{DrawOptions, draw};
pub use error::{Place, PlanError};
pub use shared::SharedTask;

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use ids::IdMap;
use places::Places;
use shared::Keep;

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
    pub dependents: Vec<u32>,
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
/// Tasks are numbered by their place in [`Plan::nodes`]. A plan can grow ([`Plan::add`]), by
/// further tasks at its end: a number once given stays what it is.
#[derive(Default)]
pub struct Plan {
    nodes: Vec<Node>,
    roots: Vec<u32>,
    index: IdMap<u32>,
    /// Which output is where. Most plans never grow, so only the first who adds to one makes it.
    places: Option<Places>,
    keep: Arc<Keep>,
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
        let mut plan = Self::default();
        let mut asked = HashSet::new();
        for root in roots {
            let number = build::expand(&mut plan, root, limit)?;
            if asked.insert(number) {
                plan.roots.push(number);
            }
        }
        build::link_dependents(&mut plan.nodes);
        plan.nodes.shrink_to_fit();
        Places::default().check(&plan, 0)?;
        Ok(plan)
    }

    /// Expands one more task and everything that it depends on. What is in the plan already is
    /// shared; the rest comes at the end, dependencies before dependents. Gives the number of
    /// the task, which is no root.
    ///
    /// It costs as much as what is added, but for the first time that something with an output
    /// is: then every output of the plan is looked at once.
    ///
    /// # Errors
    /// As [`Plan::build`]. The plan is what it was before.
    pub fn add(&mut self, task: Box<dyn AnyTask>) -> Result<u32, PlanError> {
        let before = self.nodes.len();
        let number = build::expand(self, task, Self::LIMIT)?;
        if let Err(error) = places::check_added(self, before) {
            build::take_back(self, before);
            return Err(error);
        }
        build::link_added(&mut self.nodes, before);
        Ok(number)
    }

    /// The task with this number, for whoever may outlive the plan.
    ///
    /// # Panics
    /// If the plan has no task of this number.
    #[must_use]
    pub fn share(&self, number: u32) -> SharedTask {
        let task = Arc::clone(&self.node(number).task);
        SharedTask::new(task, Arc::clone(&self.keep))
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
        self.keep.take_over(std::mem::take(&mut self.nodes));
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
