//! No task waits for itself. A cycle through other tasks, or one that an expression hides, is
//! found by the plan.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Expr, ExprCall, Token};

use crate::errors::Errors;
use crate::model::{Default, Param, Task};
use crate::syntax::tokens;

/// Reports an input that is the task with the very same parameters.
pub(super) fn inputs(task: &Task, errors: &mut Errors) {
    for input in &task.inputs {
        let Some(expr) = &input.expr else {
            continue;
        };
        for made in surely_made(expr) {
            if !is_itself(&made, task) {
                continue;
            }
            let help = match task.params.iter().find(|param| param.significant) {
                Some(param) => format!(
                    "give it another `{}` than the task's own, or take the input away",
                    param.ident.unraw()
                ),
                None => {
                    "take the input away: without parameters there is only one such task".to_owned()
                }
            };
            errors.at(
                &made,
                format_args!(
                    "`{}` is this task itself, which would wait for its own end",
                    tokens::text(&made)
                ),
                help,
            );
        }
    }
}

/// The tasks that the expression makes whatever the parameters are.
fn surely_made(expr: &Expr) -> Vec<Expr> {
    match tokens::peel(expr) {
        Expr::Paren(paren) => surely_made(&paren.expr),
        Expr::Array(array) => array.elems.iter().flat_map(surely_made).collect(),
        Expr::Macro(vec) if vec.mac.path.is_ident("vec") => {
            Punctuated::<Expr, Token![,]>::parse_terminated
                .parse2(vec.mac.tokens.clone())
                .map(|elements| elements.iter().flat_map(surely_made).collect())
                .unwrap_or_default()
        }
        Expr::Call(ExprCall { func, args, .. })
            if args.len() == 1
                && matches!(&**func, Expr::Path(path) if path.path.is_ident("Some")) =>
        {
            args.iter().flat_map(surely_made).collect()
        }
        other => vec![other.clone()],
    }
}

/// Whether it is `Self::new(…)` with every significant parameter as it is.
fn is_itself(expr: &Expr, task: &Task) -> bool {
    let mut expr = tokens::peel(expr);
    let mut set: Vec<(&Ident, &Expr)> = Vec::new();
    // The outermost setter is the last one called, and the first one found.
    while let Expr::MethodCall(call) = expr {
        let Some(value) = call.args.first().filter(|_| call.args.len() == 1) else {
            return false;
        };
        if set.iter().all(|(name, _)| **name != call.method) {
            set.push((&call.method, value));
        }
        expr = tokens::peel(&call.receiver);
    }
    let Expr::Call(ExprCall { func, args, .. }) = expr else {
        return false;
    };
    let Expr::Path(path) = tokens::peel(func) else {
        return false;
    };
    let named: Vec<&Ident> = path.path.segments.iter().map(|part| &part.ident).collect();
    // Of a generic task, the name alone may be another of its types.
    let is_own = |name: &Ident| {
        name == "Self" || (*name == task.names.ident && task.names.generics.params.is_empty())
    };
    if path.qself.is_some()
        || path
            .path
            .segments
            .iter()
            .any(|part| !part.arguments.is_none())
        || !matches!(named.as_slice(), [of, new] if is_own(of) && *new == "new")
    {
        return false;
    }
    let required = || {
        let needs = |param: &&Param| matches!(param.default, Default::Required);
        task.params.iter().filter(needs)
    };
    if required().count() != args.len() {
        return false;
    }
    let same = |param: &Param, value: &Expr| !param.significant || is_param(value, param);
    required()
        .zip(args)
        .all(|(param, value)| same(param, value))
        && task
            .params
            .iter()
            .filter(|param| param.significant && !matches!(param.default, Default::Required))
            .all(|param| {
                set.iter()
                    .any(|(name, value)| **name == param.ident && is_param(value, param))
            })
}

/// Whether an expression is a parameter as it is, or a copy of it.
fn is_param(expr: &Expr, param: &Param) -> bool {
    match tokens::peel(expr) {
        Expr::Path(path) => path.path.is_ident(&param.ident),
        Expr::Reference(reference) => is_param(&reference.expr, param),
        Expr::Paren(paren) => is_param(&paren.expr, param),
        Expr::MethodCall(call) => {
            let copies = ["clone", "to_owned", "into", "as_str", "to_string"];
            call.args.is_empty()
                && copies.iter().any(|name| call.method == name)
                && is_param(&call.receiver, param)
        }
        _ => false,
    }
}
