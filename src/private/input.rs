//! The three shapes of an input field as one trait.

use std::sync::Arc;

use pipeline_core::task::{AnyTask, Input, Inputs};

use super::InputOps;

/// A field that is other tasks.
pub trait InputField {
    /// The type of the tasks.
    type Task;

    /// The field before any plan.
    fn unconnected() -> Self;

    /// Fills it with the graph's tasks.
    fn connect(&mut self, tasks: Vec<Arc<Self::Task>>);

    /// The tasks it is connected to.
    fn tasks<'a>(&'a self, ops: &InputOps<Self::Task>) -> Vec<&'a dyn AnyTask>;
}

impl<T> InputField for Input<T> {
    type Task = T;

    fn unconnected() -> Self {
        Self::unconnected()
    }

    fn connect(&mut self, tasks: Vec<Arc<T>>) {
        if let Some(task) = tasks.into_iter().next() {
            *self = Self::from(task);
        }
    }

    fn tasks<'a>(&'a self, ops: &InputOps<T>) -> Vec<&'a dyn AnyTask> {
        self.get().map(ops.object).into_iter().collect()
    }
}

impl<T> InputField for Option<Input<T>> {
    type Task = T;

    fn unconnected() -> Self {
        None
    }

    fn connect(&mut self, tasks: Vec<Arc<T>>) {
        *self = tasks.into_iter().next().map(Input::from);
    }

    fn tasks<'a>(&'a self, ops: &InputOps<T>) -> Vec<&'a dyn AnyTask> {
        self.iter().flat_map(|input| input.tasks(ops)).collect()
    }
}

impl<T> InputField for Inputs<T> {
    type Task = T;

    fn unconnected() -> Self {
        Self::unconnected()
    }

    fn connect(&mut self, tasks: Vec<Arc<T>>) {
        *self = tasks.into_iter().collect();
    }

    fn tasks<'a>(&'a self, ops: &InputOps<T>) -> Vec<&'a dyn AnyTask> {
        self.iter().filter_map(Input::get).map(ops.object).collect()
    }
}
