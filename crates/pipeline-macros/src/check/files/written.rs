//! Paths as they are written: a text, a text that is there only later, or a list of such.

use syn::{Expr, LitStr};

use crate::syntax::{Value, tokens};

/// A path in quotes.
pub(in crate::check) struct Written<'a> {
    pub(in crate::check) literal: &'a LitStr,
    /// Whether it stands in `later("…")`.
    pub(in crate::check) later: bool,
}

/// The text of a path: `"lib/job.jar"` or `later("target/job.jar")`.
pub(in crate::check) fn text(expr: &Expr) -> Option<&LitStr> {
    path(expr).map(|written| written.literal)
}

/// The paths that an entry names in quotes; what is an expression is known only later.
pub(in crate::check) fn literals(value: &Value) -> Vec<Written<'_>> {
    let Value::Expr(expr) = value else {
        return Vec::new();
    };
    match tokens::peel(expr) {
        Expr::Array(array) => array.elems.iter().filter_map(path).collect(),
        other => path(other).into_iter().collect(),
    }
}

fn path(expr: &Expr) -> Option<Written<'_>> {
    let expr = tokens::peel(expr);
    if let Some(literal) = crate::check::text(expr) {
        let later = false;
        return Some(Written { literal, later });
    }
    let Expr::Call(call) = expr else {
        return None;
    };
    let Expr::Path(function) = tokens::peel(&call.func) else {
        return None;
    };
    let is_later = function.path.segments.last()?.ident == "later";
    if !is_later || call.args.len() != 1 {
        return None;
    }
    let literal = crate::check::text(call.args.first()?)?;
    let later = true;
    Some(Written { literal, later })
}
