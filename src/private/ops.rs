//! What the derives do with a field's type, as values.
//!
//! Each is made by one function that asks for the trait, at the type's own place in the
//! source. Everything else a derive prints uses the value: so a type without the trait is one
//! error, and not one for each method.

use std::sync::Arc;

use pipeline_core::param::{AnyParam, Param, ParamError, ParamKind};
use pipeline_core::row::Column;
use pipeline_core::target::{AnyTarget, Completion, Output, Target};
use pipeline_core::task::{
    AnyTask, Dependencies, Input, ParamSchema, ParamValues, Resolved, SoleOutput, Task,
};

use super::default;
use super::shape::ManyTasks;

type Default<'a, T> = Option<&'a dyn Fn() -> T>;

/// A parameter's type at work.
pub struct ParamOps<T: 'static> {
    /// The shape of the type.
    pub kind: ParamKind,
    /// The value as an object.
    pub object: fn(&T) -> &dyn AnyParam,
    /// Another value like this one.
    pub clone: fn(&T) -> T,
    /// The value that words make for the parameter at this place of the schema.
    pub take: fn(&mut ParamValues, &'static [ParamSchema], usize, Default<'_, T>) -> Option<T>,
    render: fn(&T, &str, &mut String),
    parse: fn(&str) -> Result<T, ParamError>,
}

/// The type at work, if it is one of a parameter.
#[must_use]
pub const fn param<T: Param>() -> ParamOps<T> {
    ParamOps {
        kind: T::KIND,
        object: |value| value,
        clone: T::clone,
        take: |values, schema, index, default| values.take(&schema[index], default),
        render: |value, spec, path| {
            if let Err(error) = value.render(spec, path) {
                panic!("the format `{spec}` in a path template: {error}");
            }
        },
        parse: T::parse,
    }
}

impl<T> ParamOps<T> {
    /// Writes the value into a path.
    ///
    /// # Panics
    /// The format does not fit the type, which the derive checks while compiling wherever the
    /// type is not generic.
    pub fn render(&self, value: &T, spec: &str, path: &mut String) {
        (self.render)(value, spec, path);
    }

    /// The value of a default that is written in quotes.
    ///
    /// # Panics
    /// The text is none, which the derive checks while compiling as far as a `const fn` can.
    #[must_use]
    pub fn read_default(&self, name: &str, text: &str) -> T {
        match (self.parse)(text) {
            Ok(value) => value,
            Err(error) => panic!("the default of `{name}`: {error}"),
        }
    }

    /// Whether a default that is written in quotes can be a value, while compiling.
    ///
    /// # Panics
    /// It cannot: the message is the compile error.
    #[track_caller]
    pub const fn check_default(&self, text: &str, message: &'static str) {
        if !default::can_be(&self.kind, text) {
            panic!("{}", message);
        }
    }

    /// Whether a script that wants a number may be given the value, while compiling.
    ///
    /// # Panics
    /// It is never a number: the message is the compile error.
    #[track_caller]
    pub const fn check_number(&self, message: &'static str) {
        if self.kind.is_never_number() {
            panic!("{}", message);
        }
    }

    /// Whether a format of a path template fits the type, while compiling.
    ///
    /// # Panics
    /// It does not: the message is the compile error.
    #[track_caller]
    pub const fn check_format(&self, spec: &str, message: &'static str) {
        if !self.kind.accepts_spec(spec) {
            self.kind.refuse_spec(message);
        }
    }
}

/// The type of an input's task at work.
pub struct InputOps<T: 'static> {
    name: fn(&mut Dependencies, Vec<T>),
    connected: fn(&mut Resolved) -> Vec<Arc<T>>,
    /// The task as an object.
    pub object: fn(&T) -> &dyn AnyTask,
    /// Its only output, where the derive has asked for it.
    pub sole: Option<SoleOps<T>>,
}

/// The only output of a task, at work.
pub struct SoleOps<T: 'static> {
    object: fn(&T) -> &dyn AnyTarget,
    columns: Option<&'static [Column]>,
}

/// The type at work, if it is one of a task.
#[must_use]
pub const fn input<T: Task>() -> InputOps<T> {
    InputOps {
        name: |found, tasks| found.field(tasks),
        connected: |resolved| resolved.field().collect(),
        object: |task| task,
        sole: None,
    }
}

/// The type at work, if it is one of a task with one output and no other.
#[must_use]
pub const fn sole_input<T: SoleOutput>() -> InputOps<T> {
    InputOps {
        sole: Some(SoleOps {
            object: T::sole_output,
            columns: T::COLUMNS,
        }),
        ..input()
    }
}

impl<T> InputOps<T> {
    /// Names the task of an `Input<T>`.
    pub(super) fn one(&self, found: &mut Dependencies, task: T) {
        (self.name)(found, vec![task]);
    }

    /// Names the task of an `Option<Input<T>>`, if there is one.
    pub(super) fn maybe(&self, found: &mut Dependencies, task: Option<T>) {
        (self.name)(found, Vec::from_iter(task));
    }

    /// Names the tasks of an `Inputs<T>`.
    pub fn any(&self, found: &mut Dependencies, tasks: impl ManyTasks<T>) {
        (self.name)(found, tasks.into_tasks());
    }

    /// The only output of the task.
    ///
    /// # Panics
    /// The derive has not asked for it.
    #[must_use]
    pub fn sole_output<'a>(&self, task: &'a T) -> &'a dyn AnyTarget {
        let sole = self
            .sole
            .as_ref()
            .expect("the derive asks for it where it uses it");
        (sole.object)(task)
    }

    /// The task of an input that stands in a plan.
    ///
    /// # Panics
    /// It stands in none: the derive asks this of tasks that run.
    #[must_use]
    pub fn task<'a>(&self, input: &'a Input<T>) -> &'a T {
        input
            .get()
            .expect("the inputs of a task that runs are connected")
    }

    /// The columns of its only output, where they were declared.
    #[must_use]
    pub const fn columns(&self) -> Option<&'static [Column]> {
        match &self.sole {
            Some(sole) => sole.columns,
            None => None,
        }
    }

    /// The graph's instances of the tasks of a field.
    pub fn connected(&self, resolved: &mut Resolved) -> Vec<Arc<T>> {
        (self.connected)(resolved)
    }
}

/// The type of an output's target at work.
pub struct OutputOps<T: 'static> {
    /// The output at a place.
    pub at: fn(String) -> Output<T>,
    /// The target as an object.
    pub object: fn(&Output<T>) -> &dyn AnyTarget,
    /// The columns, where they were declared.
    pub columns: Option<&'static [Column]>,
    completion: Completion,
}

/// The type at work, if it is one of a target.
#[must_use]
pub const fn output<T: Target>() -> OutputOps<T> {
    OutputOps {
        at: |location| Output::at(location),
        object: Output::as_any,
        columns: T::COLUMNS,
        completion: T::COMPLETION,
    }
}

impl<T> OutputOps<T> {
    /// Whether it is known to be complete though its program is not told where it is.
    ///
    /// # Panics
    /// It is not: the message is the compile error.
    #[track_caller]
    pub const fn check_handed(&self, message: &'static str) {
        if matches!(self.completion, Completion::Exists) {
            panic!("{}", message);
        }
    }
}
