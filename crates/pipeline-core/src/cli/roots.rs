//! The tasks that a program can be asked for.

use std::collections::BTreeMap;

use crate::task::{AnyTask, ParamValues, Task, TaskSchema};

/// A task that a program can be asked for, by its type alone.
#[derive(Clone, Copy)]
pub struct Root {
    /// What is known of it.
    pub schema: &'static TaskSchema,
    /// Makes one; problems are collected in the values.
    pub make: fn(&mut ParamValues) -> Option<Box<dyn AnyTask>>,
}

impl Root {
    /// The root of a type.
    #[must_use]
    pub fn of<T: Task>() -> Self {
        Self {
            schema: T::SCHEMA,
            make: |values| T::from_params(values).map(|task| Box::new(task) as Box<dyn AnyTask>),
        }
    }

    /// The default of each parameter as it prints; none where making one panics, which is told
    /// when it is needed and not by help.
    pub(crate) fn defaults(&self) -> BTreeMap<&'static str, String> {
        let make = || ParamValues::defaults_of(self.make);
        crate::run::quietly(make).unwrap_or_default()
    }

    /// Whether a word on the command line means this root: its name, or that in kebab case.
    #[must_use]
    pub fn is_called(&self, word: &str) -> bool {
        word == self.schema.name || word == kebab(self.schema.name)
    }
}

/// What `main` can be given: a task, or several as a tuple, of which the first is the default.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a task, nor a tuple of up to eight tasks",
    label = "not a task",
    note = "a task is a struct with `#[derive(SparkTask)]`, `#[derive(Task)]`, `#[derive(ExternalTask)]` or `#[derive(WrapperTask)]`"
)]
pub trait Roots {
    /// The roots, the default first.
    fn roots() -> Vec<Root>;
}

impl<T: Task> Roots for T {
    fn roots() -> Vec<Root> {
        vec![Root::of::<T>()]
    }
}

macro_rules! tuples {
    ($(($($task:ident),+))+) => {$(
        impl<$($task: Task),+> Roots for ($($task,)+) {
            fn roots() -> Vec<Root> {
                vec![$(Root::of::<$task>()),+]
            }
        }
    )+};
}
tuples! {
    (A) (A, B) (A, B, C) (A, B, C, D) (A, B, C, D, E) (A, B, C, D, E, F)
    (A, B, C, D, E, F, G) (A, B, C, D, E, F, G, H)
}

/// `CleanFlights` or `min_flights` as `clean-flights` and `min-flights`.
#[must_use]
pub fn kebab(name: &str) -> String {
    let mut kebab = String::with_capacity(name.len() + 2);
    let mut previous = '-';
    for character in name.chars() {
        if character == '_' {
            kebab.push('-');
        } else if character.is_uppercase() {
            // Letters in a row, as in `SQLReport`, are one word.
            if previous.is_lowercase() || previous.is_numeric() {
                kebab.push('-');
            }
            kebab.extend(character.to_lowercase());
        } else {
            kebab.push(character);
        }
        previous = character;
    }
    kebab
}

#[cfg(test)]
mod tests {
    use super::kebab;

    #[test]
    fn names_become_flags() {
        for (name, flag) in [
            ("month", "month"),
            ("min_flights", "min-flights"),
            ("CleanFlights", "clean-flights"),
            ("SQLReport", "sqlreport"),
            ("Top10Carriers", "top10-carriers"),
        ] {
            assert_eq!(kebab(name), flag);
        }
    }
}
