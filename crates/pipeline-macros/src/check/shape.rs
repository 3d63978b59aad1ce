//! Fields that are nearly inputs or outputs, and what to write instead.

use syn::Expr;

use super::field::Keys;
use crate::errors::Errors;
use crate::syntax::{Field, tokens, types};

/// Reports an `Input`, `Inputs` or `Output` without its argument. Without a key of an input or
/// output it may be a type of the author's that is called so: then it is none of ours.
pub(super) fn bare(written: &Field, shape: &str, keys: &Keys<'_>, errors: &mut Errors) -> bool {
    if keys.get("input").is_none() && keys.get("output").is_none() {
        return false;
    }
    let (problem, help) = if shape == "Output" {
        (
            "`Output` without what is written",
            "write `Output<File>`, `Output<Directory>`, or a dataset: `Output<Parquet<Row>>`"
                .to_owned(),
        )
    } else {
        let full = match shape.strip_suffix('>') {
            Some(shape) => format!("{shape}<T>>"),
            None => format!("{shape}<T>"),
        };
        (
            "an input without its task",
            format!("write `{full}`, where `T` is the struct of the task"),
        )
    };
    errors.at(&written.ty, problem, help);
    true
}

/// What to write where a parameter is given a task: its own type in an `Input`, unless the type
/// has arguments of its own and looks like another name of `Input`.
pub(super) fn input_help(written: &Field) -> String {
    let ident = &written.ident;
    match types::named(&written.ty) {
        Some((_, arguments)) if !arguments.is_empty() => {
            let task = tokens::text(arguments[0]);
            format!(
                "write `{ident}: Input<{task}>` itself: the shapes are known by their names, and an alias has another"
            )
        }
        _ => {
            let ty = tokens::text(&written.ty);
            format!(
                "write `{ident}: Input<{ty}>` if `{ty}` is a task; an alias of `Input` is not known as one"
            )
        }
    }
}

/// The same where a parameter is given a place.
pub(super) fn output_help(written: &Field) -> String {
    let ident = &written.ident;
    match types::named(&written.ty) {
        Some((_, arguments)) if !arguments.is_empty() => {
            let target = tokens::text(arguments[0]);
            format!(
                "write `{ident}: Output<{target}>` itself: the shapes are known by their names, and an alias has another"
            )
        }
        _ => format!(
            "write `{ident}: Output<File>`, or another target in the `Output`; an alias of `Output` is not known as one"
        ),
    }
}

/// Reports a number, text or switch in place of a task, whatever the type of the input.
pub(super) fn literal(value: &Expr, errors: &mut Errors) -> bool {
    let plain = match tokens::peel(value) {
        Expr::Lit(_) => true,
        Expr::Unary(unary) => matches!(tokens::peel(&unary.expr), Expr::Lit(_)),
        _ => false,
    };
    if plain {
        errors.at(
            value,
            format_args!("`{}` is no task", tokens::text(value)),
            "an input is another task: write `Input<T>` and `input = T::new(…)`, where `T` is its struct; a plain value is a parameter, without `Input` and `input`",
        );
    }
    plain
}
