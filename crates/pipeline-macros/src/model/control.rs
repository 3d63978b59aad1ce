//! How a task is to be run, as it is meant.

use std::time::Duration;

use proc_macro2::TokenStream;
use syn::{Expr, ExprPath};

/// What the attributes say of it.
#[derive(Default)]
pub(crate) struct Control {
    pub(crate) priority: Option<Setting<i32>>,
    pub(crate) retries: Option<Setting<u32>>,
    pub(crate) backoff: Option<Setting<Duration>>,
    pub(crate) timeout: Option<Setting<Duration>>,
    /// By name, in the order in which they are written.
    pub(crate) resources: Vec<(String, Setting<u32>)>,
    pub(crate) on_success: Option<ExprPath>,
    pub(crate) on_failure: Option<ExprPath>,
}

/// A value that was read while compiling, or an expression of its type.
pub(crate) enum Setting<T> {
    Value(T),
    Expr(Expr),
}

impl<T> Setting<T> {
    const fn expr(&self) -> Option<&Expr> {
        match self {
            Self::Value(_) => None,
            Self::Expr(expr) => Some(expr),
        }
    }
}

impl Control {
    /// Whether nothing is said.
    pub(crate) fn is_empty(&self) -> bool {
        self.priority.is_none()
            && self.retries.is_none()
            && self.backoff.is_none()
            && self.timeout.is_none()
            && self.resources.is_empty()
            && self.on_success.is_none()
            && self.on_failure.is_none()
    }

    /// The author's expressions.
    pub(crate) fn exprs(&self) -> impl Iterator<Item = TokenStream> {
        let resources = self.resources.iter().filter_map(|(_, units)| units.expr());
        let counts = [
            self.priority.as_ref().and_then(Setting::expr),
            self.retries.as_ref().and_then(Setting::expr),
            self.backoff.as_ref().and_then(Setting::expr),
            self.timeout.as_ref().and_then(Setting::expr),
        ];
        let all = counts.into_iter().flatten().chain(resources);
        all.map(quote::ToTokens::to_token_stream)
    }
}
