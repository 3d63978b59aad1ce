//! Tasks that may outlive their plan.

use std::any::Any;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use super::Node;
use crate::task::AnyTask;

/// What becomes of the tasks of a plan that is gone.
///
/// A task holds its inputs, so dropping the last task of a chain by itself would drop the next
/// one inside it, and so on until the stack is used up. From the back, every input is still
/// held when its dependent goes. So whoever holds a task of a plan holds the keep as well, and
/// the last of them drops all the tasks together.
#[derive(Default)]
pub(super) struct Keep(OnceLock<Vec<Node>>);

impl Keep {
    /// The plan is gone: these were its tasks. Called once.
    pub(super) fn take_over(&self, nodes: Vec<Node>) {
        if let Err(nodes) = self.0.set(nodes) {
            drop_from_the_back(nodes);
        }
    }
}

impl Drop for Keep {
    fn drop(&mut self) {
        if let Some(nodes) = self.0.take() {
            drop_from_the_back(nodes);
        }
    }
}

pub(super) fn drop_from_the_back(mut nodes: Vec<Node>) {
    while nodes.pop().is_some() {}
}

/// A task of a plan, to be held for as long as one likes: also after the plan is gone, a chain
/// of a million inputs is dropped one after the other, not one inside the other.
pub struct SharedTask<T: ?Sized = dyn AnyTask> {
    // Before `keep`: fields are dropped in this order.
    task: Arc<T>,
    keep: Arc<Keep>,
}

impl<T: ?Sized> SharedTask<T> {
    pub(super) const fn new(task: Arc<T>, keep: Arc<Keep>) -> Self {
        Self { task, keep }
    }
}

// Not derived, since that asks for `T: Clone`.
impl<T: ?Sized> Clone for SharedTask<T> {
    fn clone(&self) -> Self {
        Self::new(Arc::clone(&self.task), Arc::clone(&self.keep))
    }
}

impl SharedTask {
    /// The task as one of this type, if it is.
    #[must_use]
    pub fn downcast<T: Any + Send + Sync>(self) -> Option<SharedTask<T>> {
        let task = self.task.into_any().downcast::<T>().ok()?;
        Some(SharedTask::new(task, self.keep))
    }
}

impl<T: ?Sized> Deref for SharedTask<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.task
    }
}

impl fmt::Debug for SharedTask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.task.label())
    }
}
