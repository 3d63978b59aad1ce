//! The fields that are other tasks, and how the planner fills them.

use std::collections::VecDeque;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use super::{AnyTask, Task};

/// A field that is another task, done before this one runs.
///
/// Dereferences to the task, so that `self.flights.csv` is its output. It is empty until the
/// task stands in a plan: `new` evaluates no input, which keeps building a task free of cost
/// and a chain of any length free of recursion.
// No bound here: a derive asks for `T: Task` in one place, and one mistake is one error.
// The default is for the derive's sake: a field of type `Input` alone is then the derive's
// mistake to tell, in its words, and not rustc's as well.
pub struct Input<T = ()>(Option<Arc<T>>);

impl<T> Input<T> {
    /// An input that no plan has connected yet.
    #[must_use]
    pub const fn unconnected() -> Self {
        Self(None)
    }

    /// The task, or nothing before it stands in a plan.
    #[must_use]
    pub fn get(&self) -> Option<&T> {
        self.0.as_deref()
    }
}

// Not derived, since that asks for `T: Clone`: the clone is connected to the same task.
impl<T> Clone for Input<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> From<Arc<T>> for Input<T> {
    fn from(task: Arc<T>) -> Self {
        Self(Some(task))
    }
}

impl<T: Task> Deref for Input<T> {
    type Target = T;

    /// # Panics
    /// Before the task stands in a plan: parameters are there from `new` on, inputs are not.
    #[track_caller]
    fn deref(&self) -> &T {
        self.get().unwrap_or_else(|| {
            panic!(
                "an input of type `{}` is used before its task stands in a plan",
                T::SCHEMA.name
            )
        })
    }
}

impl<T: Task> fmt::Debug for Input<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.get() {
            Some(task) => f.write_str(&(task as &dyn AnyTask).label()),
            None => write!(f, "{} (not connected)", T::SCHEMA.name),
        }
    }
}

/// A field that is any number of tasks of one type.
///
/// Dereferences to a slice of [`Input`]s, in the order of the expression.
// The default is there for the same reason.
pub struct Inputs<T = ()>(Vec<Input<T>>);

impl<T> Inputs<T> {
    /// Inputs that no plan has connected yet.
    #[must_use]
    pub const fn unconnected() -> Self {
        Self(Vec::new())
    }
}

impl<T> Clone for Inputs<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Deref for Inputs<T> {
    type Target = [Input<T>];

    fn deref(&self) -> &[Input<T>] {
        &self.0
    }
}

impl<'a, T> IntoIterator for &'a Inputs<T> {
    type Item = &'a Input<T>;
    type IntoIter = std::slice::Iter<'a, Input<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<T> FromIterator<Arc<T>> for Inputs<T> {
    fn from_iter<I: IntoIterator<Item = Arc<T>>>(tasks: I) -> Self {
        Self(tasks.into_iter().map(Input::from).collect())
    }
}

impl<T: Task> fmt::Debug for Inputs<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.0).finish()
    }
}

/// Where a task names what it depends on: a group a field, in the order of the fields.
#[derive(Default)]
pub struct Dependencies {
    /// One group for each input field.
    pub groups: Vec<Vec<Box<dyn AnyTask>>>,
}

impl Dependencies {
    /// Adds a field with its tasks (one, none or many).
    pub fn field<T: Task>(&mut self, tasks: impl IntoIterator<Item = T>) {
        self.groups.push(
            tasks
                .into_iter()
                .map(|task| Box::new(task) as Box<dyn AnyTask>)
                .collect(),
        );
    }
}

/// The graph's own instances of what [`Dependencies`] named, group by group.
pub struct Resolved {
    groups: VecDeque<Vec<Arc<dyn AnyTask>>>,
}

impl Resolved {
    /// The groups, in the order in which they were named.
    #[must_use]
    pub fn new(groups: impl IntoIterator<Item = Vec<Arc<dyn AnyTask>>>) -> Self {
        Self {
            groups: groups.into_iter().collect(),
        }
    }

    /// The tasks of the next field.
    ///
    /// # Panics
    /// If the groups are not those that the task named, which only a wrong planner can cause.
    pub fn field<T: Task>(&mut self) -> impl Iterator<Item = Arc<T>> + use<T> {
        let group = self
            .groups
            .pop_front()
            .expect("a group for every input field");
        group.into_iter().map(|task| {
            task.into_any()
                .downcast::<T>()
                .expect("a task of the type that was named")
        })
    }
}
