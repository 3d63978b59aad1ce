//! The three shapes of an input field as one trait.

use pipeline_core::task::{AnyTask, Input, Inputs, Resolved, Task};

/// A field that is other tasks.
pub trait InputField {
    /// The field before any plan.
    fn unconnected() -> Self;

    /// Takes the field's tasks out of the graph's.
    fn connect(&mut self, resolved: &mut Resolved);

    /// The tasks it is connected to.
    fn tasks(&self) -> Vec<&dyn AnyTask>;
}

impl<T: Task> InputField for Input<T> {
    fn unconnected() -> Self {
        Self::unconnected()
    }

    fn connect(&mut self, resolved: &mut Resolved) {
        if let Some(task) = resolved.field::<T>().next() {
            *self = Self::from(task);
        }
    }

    fn tasks(&self) -> Vec<&dyn AnyTask> {
        self.get()
            .map(|task| task as &dyn AnyTask)
            .into_iter()
            .collect()
    }
}

impl<T: Task> InputField for Option<Input<T>> {
    fn unconnected() -> Self {
        None
    }

    fn connect(&mut self, resolved: &mut Resolved) {
        *self = resolved.field::<T>().next().map(Input::from);
    }

    fn tasks(&self) -> Vec<&dyn AnyTask> {
        self.as_ref().map(InputField::tasks).unwrap_or_default()
    }
}

impl<T: Task> InputField for Inputs<T> {
    fn unconnected() -> Self {
        Self::unconnected()
    }

    fn connect(&mut self, resolved: &mut Resolved) {
        *self = resolved.field::<T>().collect();
    }

    fn tasks(&self) -> Vec<&dyn AnyTask> {
        self.iter()
            .filter_map(Input::get)
            .map(|task| task as &dyn AnyTask)
            .collect()
    }
}
