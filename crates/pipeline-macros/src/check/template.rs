//! Path templates against the parameters.

use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{LitStr, Type};

use crate::errors::Errors;
use crate::model::template::{Template, caret};
use crate::model::{Kind, Location, Named, Param, Secret, TASK_ID, Task};
use crate::syntax::{tokens, types};
use crate::words;

/// Reads a template. What names it may use is known once all fields are.
pub(super) fn parse(literal: &LitStr, errors: &mut Errors) -> Option<Template> {
    let text = literal.value();
    if text.is_empty() {
        errors.at(
            literal,
            "an output without a path",
            "write `output = \"out/{parameter}\"`",
        );
        return None;
    }
    match Template::parse(&text) {
        Ok(mut template) => {
            template.literal = Some(literal.clone());
            Some(template)
        }
        Err(mistakes) => {
            for mistake in mistakes {
                errors.at(
                    literal,
                    format_args!(
                        "{} in this path\n{}",
                        mistake.problem,
                        caret(&text, &mistake.at)
                    ),
                    mistake.help,
                );
            }
            None
        }
    }
}

/// Every name in every template is a parameter, and its format one that fits its type.
pub(super) fn outputs(task: &Task, errors: &mut Errors) {
    for output in &task.outputs {
        let Some(Location::Template(template)) = &output.location else {
            continue;
        };
        let Some(literal) = &template.literal else {
            continue;
        };
        let text = literal.value();
        for (name, spec, at) in template.holes() {
            let caret = caret(&text, at);
            match task.named(name) {
                None => unknown(task, literal, name, &caret, errors),
                Some(Named::Param(param)) => match param.secret {
                    Some(secret) => errors.at(
                        literal,
                        format_args!("the secret `{name}` would be readable in this path\n{caret}"),
                        without(param, secret, &task.kind),
                    ),
                    None => {
                        if !spec.is_empty() && is_of_type(task, &param.ty) {
                            errors.not_verified(format_args!(
                                "whether the format `{spec}` of `{name}` in the path of `{}` fits depends on its generic type",
                                output.ident.unraw()
                            ));
                        }
                        format(&param.ty, spec, literal, &caret, errors);
                    }
                },
                Some(Named::Const(of)) => format(&of.ty, spec, literal, &caret, errors),
                Some(Named::TaskId) if !spec.is_empty() => errors.at(
                    literal,
                    format_args!(
                        "the format `{spec}` does not fit `{TASK_ID}`, which is written as it is\n{caret}"
                    ),
                    "write the name alone",
                ),
                Some(Named::TaskId) => {}
            }
        }
    }
}

/// Whether the type is known only where the task's generics are.
fn is_of_type(task: &Task, ty: &Type) -> bool {
    let mut types = task.names.generics.type_params();
    types.any(|param| tokens::mention(ty.to_token_stream(), &param.ident))
}

/// What to do with a secret in a path.
pub(super) fn without(param: &Param, secret: Secret, kind: &Kind) -> String {
    let or_not = secret.or_not();
    if param.significant && !matches!(kind, Kind::External) {
        let name = param.ident.unraw();
        format!(
            "write `{{{TASK_ID}}}` in its place, a short hash of the task's type and parameters, or leave it out and mark `{name}` as `insignificant`{or_not}"
        )
    } else {
        format!("leave it out of the path{or_not}")
    }
}

fn unknown(task: &Task, literal: &LitStr, name: &str, caret: &str, errors: &mut Errors) {
    let names: Vec<String> = task
        .params
        .iter()
        .map(|param| param.ident.unraw().to_string())
        .collect();
    let is = |ident: &syn::Ident| ident.unraw() == name;
    let help = if task.inputs.iter().any(|input| is(&input.ident)) {
        format!(
            "it is an input; a path is made from parameters, so name those that the input is made from, or write `{{{TASK_ID}}}`, which stands for all"
        )
    } else if task.outputs.iter().any(|output| is(&output.ident)) {
        "it is an output; a path is made from parameters".to_owned()
    } else if let Some(bare) = name
        .strip_prefix("self.")
        .filter(|bare| names.iter().any(|known| known == bare))
    {
        format!("write `{{{bare}}}`: a path sees the parameters by name")
    } else if names.is_empty() {
        "the task has no parameter; add a field, or write `{{` for a brace in the path itself"
            .to_owned()
    } else {
        words::instead(name, names.iter().map(String::as_str), "the parameters are")
    };
    errors.at(
        literal,
        format_args!("`{name}` in this path is no parameter\n{caret}"),
        help,
    );
}

/// A format that its type cannot have, where the type's name tells.
fn format(ty: &Type, spec: &str, literal: &LitStr, caret: &str, errors: &mut Errors) {
    if spec.is_empty() {
        return;
    }
    let Some((problem, help)) = misfit(ty, spec) else {
        return;
    };
    errors.at(
        literal,
        format_args!("the format `{spec}` {problem}\n{caret}"),
        help,
    );
}

fn misfit(ty: &Type, spec: &str) -> Option<(String, String)> {
    let ty = types::argument_of(ty, "Option").unwrap_or(ty);
    let (name, _) = types::of_the_prelude(ty)?;
    match name.as_str() {
        "u8" | "u16" | "u32" | "u64" | "u128" | "usize" | "i8" | "i16" | "i32" | "i64" | "i128"
        | "isize" => (!width(spec)).then(|| {
            (
                format!("does not fit a `{name}`"),
                "write a width such as `:02`, which fills up with zeros, or nothing".to_owned(),
            )
        }),
        "String" | "char" | "bool" | "PathBuf" => Some((
            format!("does not fit a `{name}`, which is written as it is"),
            "write the name alone".to_owned(),
        )),
        "Date" | "DateTime" | "Month" | "Hour" => (!spec.contains('%')).then(|| {
            (
                format!("does not fit a `{name}`"),
                "write a pattern such as `:%Y/%m`, or nothing".to_owned(),
            )
        }),
        _ => None,
    }
}

/// `02`: a width, filled with zeros.
fn width(spec: &str) -> bool {
    spec.strip_prefix('0').is_some_and(|width| {
        (1..=2).contains(&width.len()) && width.bytes().all(|b| b.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(ty: &str, spec: &str) -> bool {
        let ty: Type = syn::parse_str(ty).expect("a type");
        misfit(&ty, spec).is_some()
    }

    #[test]
    fn a_format_is_refused_only_where_it_cannot_fit() {
        assert!(!says("u8", "02"));
        assert!(says("u8", "x"));
        assert!(says("String", "02"));
        assert!(!says("Date", "%Y/%m"));
        assert!(says("Option<Date>", "02"));
        assert!(!says("Carrier", "anything"), "an alias may be any type");
    }
}
