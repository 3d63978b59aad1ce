//! [`Task`] as an object: what the graph holds.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::{
    Control, Dependencies, InputSchema, OutputSchema, ParamSchema, ParamValues, Preview, Resolved,
    Task, TaskId, TaskSchema,
};
use crate::config::{Explained, Settings};
use crate::engine::BoxFuture;
use crate::failure::{Failure, Result};
use crate::finding::{Finding, Thoroughness};
use crate::param::AnyParam;
use crate::run::Context;
use crate::secret::MASK;
use crate::target::AnyTarget;

/// [`Task`] as an object. Implemented for every task.
#[allow(missing_docs)] // each method is the one of the same name in `Task`
pub trait AnyTask: Send + Sync + 'static {
    fn schema(&self) -> &'static TaskSchema;
    fn id(&self) -> TaskId;
    fn visit_params(&self, visit: &mut dyn FnMut(&'static ParamSchema, &dyn AnyParam));
    fn dependencies(&self, found: &mut Dependencies);
    fn connect(&mut self, resolved: &mut Resolved);
    fn visit_inputs(&self, visit: &mut dyn FnMut(&'static InputSchema, &[&dyn AnyTask]));
    fn visit_outputs(&self, visit: &mut dyn FnMut(&'static OutputSchema, &dyn AnyTarget));
    fn run<'a>(&'a self, cx: &'a Context) -> BoxFuture<'a, Result<()>>;
    fn control(&self) -> Control;
    fn on_success<'a>(&'a self, cx: &'a Context) -> BoxFuture<'a, Result<()>>;
    fn on_failure<'a>(&'a self, cx: &'a Context, failure: &'a Failure)
    -> BoxFuture<'a, Result<()>>;
    fn preview(&self, settings: &Settings) -> std::result::Result<Option<Preview>, Failure>;
    fn explain(&self, settings: &Settings) -> std::result::Result<Vec<Explained>, Failure>;
    fn verify(&self, settings: &Settings, how: Thoroughness) -> Vec<Finding>;
    /// The default of each parameter of its type, as it prints; none if making one panics.
    fn defaults(&self) -> BTreeMap<&'static str, String>;
    /// The shared task as a value of any type, to be downcast to its own.
    fn into_any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync>;
}

impl<T: Task> AnyTask for T {
    fn schema(&self) -> &'static TaskSchema {
        T::SCHEMA
    }
    fn id(&self) -> TaskId {
        TaskId::of(self)
    }
    fn visit_params(&self, visit: &mut dyn FnMut(&'static ParamSchema, &dyn AnyParam)) {
        Task::visit_params(self, visit);
    }
    fn dependencies(&self, found: &mut Dependencies) {
        Task::dependencies(self, found);
    }
    fn connect(&mut self, resolved: &mut Resolved) {
        Task::connect(self, resolved);
    }
    fn visit_inputs(&self, visit: &mut dyn FnMut(&'static InputSchema, &[&dyn AnyTask])) {
        Task::visit_inputs(self, visit);
    }
    fn visit_outputs(&self, visit: &mut dyn FnMut(&'static OutputSchema, &dyn AnyTarget)) {
        Task::visit_outputs(self, visit);
    }
    fn run<'a>(&'a self, cx: &'a Context) -> BoxFuture<'a, Result<()>> {
        Box::pin(Task::run(self, cx))
    }
    fn control(&self) -> Control {
        Task::control(self)
    }
    fn on_success<'a>(&'a self, cx: &'a Context) -> BoxFuture<'a, Result<()>> {
        Box::pin(Task::on_success(self, cx))
    }
    fn on_failure<'a>(
        &'a self,
        cx: &'a Context,
        failure: &'a Failure,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(Task::on_failure(self, cx, failure))
    }
    fn preview(&self, settings: &Settings) -> std::result::Result<Option<Preview>, Failure> {
        Task::preview(self, settings)
    }
    fn explain(&self, settings: &Settings) -> std::result::Result<Vec<Explained>, Failure> {
        Task::explain(self, settings)
    }
    fn verify(&self, settings: &Settings, how: Thoroughness) -> Vec<Finding> {
        Task::verify(self, settings, how)
    }
    fn defaults(&self) -> BTreeMap<&'static str, String> {
        crate::run::quietly(|| ParamValues::defaults_of(T::from_params)).unwrap_or_default()
    }
    fn into_any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync> {
        self
    }
}

impl dyn AnyTask {
    /// The task as a person calls it: `Delays(month=1)`; secrets masked. One line: a line
    /// break or another control character in a value stands as its escape.
    #[must_use]
    pub fn label(&self) -> String {
        let mut label = self.schema().name.to_owned();
        let mut first = true;
        self.visit_params(&mut |schema, value| {
            label.push_str(if first { "(" } else { ", " });
            first = false;
            label.push_str(schema.name);
            label.push('=');
            if schema.secret {
                label.push_str(MASK);
            } else {
                for c in value.print().chars() {
                    if c.is_control() {
                        label.extend(c.escape_default());
                    } else {
                        label.push(c);
                    }
                }
            }
        });
        if !first {
            label.push(')');
        }
        label
    }
}
