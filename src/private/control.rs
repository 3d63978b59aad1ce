//! What an attribute says of how a task is run: functions whose signatures say what it must be,
//! so that rustc's message stands at the author's own word.

use std::time::Duration;

use pipeline_core::engine::BoxFuture;
use pipeline_core::run::Context;
use pipeline_core::{Failure, Result};

/// A priority.
#[must_use]
pub const fn priority(priority: i32) -> i32 {
    priority
}

/// How often, or how many of a resource.
#[must_use]
pub const fn count(count: u32) -> u32 {
    count
}

/// How long.
#[must_use]
pub const fn time(time: Duration) -> Duration {
    time
}

/// What `on_success` names. Only for its message; nobody implements it.
#[diagnostic::on_unimplemented(
    message = "`on_success` names an `async fn(&Self, &Context) -> Result<()>`, and this is none",
    label = "is declared in other words",
    note = "write `async fn notify(task: &{T}, cx: &Context) -> Result<()> {{ … }}` and `on_success = notify`; what it holds across an `.await` must be `Send`"
)]
pub trait OnSuccess<'a, T> {
    /// What is waited for.
    type Done: Future<Output = Result<()>> + Send + 'a;
    /// Begins it.
    fn begin(self, task: &'a T, cx: &'a Context) -> Self::Done;
}

#[diagnostic::do_not_recommend]
impl<'a, T: 'a, F, D> OnSuccess<'a, T> for F
where
    F: FnOnce(&'a T, &'a Context) -> D,
    D: Future<Output = Result<()>> + Send + 'a,
{
    type Done = D;
    fn begin(self, task: &'a T, cx: &'a Context) -> D {
        self(task, cx)
    }
}

/// What `on_failure` names. Only for its message; nobody implements it.
#[diagnostic::on_unimplemented(
    message = "`on_failure` names an `async fn(&Self, &Context, &Failure) -> Result<()>`, and this is none",
    label = "is declared in other words",
    note = "write `async fn notify(task: &{T}, cx: &Context, failure: &Failure) -> Result<()> {{ … }}` and `on_failure = notify`; what it holds across an `.await` must be `Send`"
)]
pub trait OnFailure<'a, T> {
    /// What is waited for.
    type Done: Future<Output = Result<()>> + Send + 'a;
    /// Begins it.
    fn begin(self, task: &'a T, cx: &'a Context, failure: &'a Failure) -> Self::Done;
}

#[diagnostic::do_not_recommend]
impl<'a, T: 'a, F, D> OnFailure<'a, T> for F
where
    F: FnOnce(&'a T, &'a Context, &'a Failure) -> D,
    D: Future<Output = Result<()>> + Send + 'a,
{
    type Done = D;
    fn begin(self, task: &'a T, cx: &'a Context, failure: &'a Failure) -> D {
        self(task, cx, failure)
    }
}

/// The work of `on_success`, in a box: what the derive writes has a type that does not depend on
/// the author's function, so that a wrong one is one error.
pub fn on_success<'a, T, H: OnSuccess<'a, T>>(
    hook: H,
    task: &'a T,
    cx: &'a Context,
) -> BoxFuture<'a, Result<()>> {
    Box::pin(hook.begin(task, cx))
}

/// The work of `on_failure`, in a box as well.
pub fn on_failure<'a, T, H: OnFailure<'a, T>>(
    hook: H,
    task: &'a T,
    cx: &'a Context,
    failure: &'a Failure,
) -> BoxFuture<'a, Result<()>> {
    Box::pin(hook.begin(task, cx, failure))
}
