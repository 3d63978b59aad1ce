//! What the expression of an input gives, for the shape of its field.
//!
//! The traits are here for their messages: rustc knows two types that differ, or that `Leaf` is
//! no iterator, but not which shape the author should have written.

use pipeline_core::task::Dependencies;

use super::InputOps;

/// The value of an `Input<T>`'s expression.
pub struct Given<Value>(Value);

/// The value, of whatever type it is.
pub fn given<Value>(value: Value) -> Given<Value> {
    Given(value)
}

impl<Value> Given<Value> {
    /// Names it as the task of an `Input<T>`.
    pub fn one<T: OneFrom<Value>>(self, ops: InputOps<T>, found: &mut Dependencies) {
        ops.one(found, T::one_from(self.0));
    }

    /// Names it as the task of an `Option<Input<T>>`, if there is one.
    pub fn maybe<T: MaybeFrom<Value>>(self, ops: InputOps<T>, found: &mut Dependencies) {
        ops.maybe(found, T::maybe_from(self.0));
    }
}

/// A task that this value is. The value is the parameter of the trait, not the task: so the one
/// impl tells an expression its type (`Default::default()` is enough).
#[diagnostic::on_unimplemented(
    message = "an `Input<{Self}>` is one `{Self}`, and this is something else",
    label = "not a `{Self}`",
    note = "any number of them is an `Inputs<{Self}>`, one or none an `Option<Input<{Self}>>`"
)]
pub trait OneFrom<Value>: Sized {
    /// The task.
    fn one_from(value: Value) -> Self;
}

impl<T> OneFrom<T> for T {
    fn one_from(value: T) -> T {
        value
    }
}

/// One task or none that this value is, in the same manner.
#[diagnostic::on_unimplemented(
    message = "an `Option<Input<{Self}>>` is one `{Self}` or none, and this is something else",
    label = "not an `Option<{Self}>`",
    note = "write an `Option` of `{Self}`, such as `Some(…)` or `(condition).then(|| …)`; always one is an `Input<{Self}>`"
)]
pub trait MaybeFrom<Value>: Sized {
    /// The task, if there is one.
    fn maybe_from(value: Value) -> Option<Self>;
}

impl<T> MaybeFrom<Option<T>> for T {
    fn maybe_from(value: Option<T>) -> Option<T> {
        value
    }
}

/// What an `Inputs<T>` is made from.
#[diagnostic::on_unimplemented(
    message = "an `Inputs<{T}>` is any number of `{T}`, and this is something else",
    label = "not an iterator of `{T}`",
    note = "write an iterator, an array or a `Vec` of `{T}`; one alone is an `Input<{T}>`"
)]
pub trait ManyTasks<T> {
    /// The tasks, in order.
    fn into_tasks(self) -> Vec<T>;
}

// Without this the error is about `Iterator`, which is not what the author has to write.
#[diagnostic::do_not_recommend]
impl<T, I: IntoIterator<Item = T>> ManyTasks<T> for I {
    fn into_tasks(self) -> Vec<T> {
        self.into_iter().collect()
    }
}
