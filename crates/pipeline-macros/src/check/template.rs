//! Path templates against the parameters.

use std::collections::HashMap;

use syn::ext::IdentExt;
use syn::{LitStr, Type};

use crate::errors::Errors;
use crate::model::template::{Template, caret};
use crate::model::{Location, Param, Task};
use crate::syntax::types;
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
    let mut places = HashMap::new();
    for output in &task.outputs {
        let Some(Location::Template(template)) = &output.location else {
            continue;
        };
        let Some(literal) = &template.literal else {
            continue;
        };
        let text = literal.value();
        if let Some(first) = places.insert(text.clone(), &output.ident) {
            errors.at(
                literal,
                format_args!("the output `{first}` is in this place already"),
                "give each output a place of its own",
            );
        }
        for (name, spec, at) in template.holes() {
            let found = task.params.iter().find(|param| param.ident.unraw() == name);
            match found {
                None => unknown(task, literal, name, &caret(&text, at), errors),
                Some(param) => match param.secret {
                    Some(secret) => errors.at(
                        literal,
                        format_args!(
                            "the secret `{name}` would be readable in this path\n{}",
                            caret(&text, at)
                        ),
                        format_args!("leave it out of the path{}", secret.or_not()),
                    ),
                    None => format(param, spec, literal, &caret(&text, at), errors),
                },
            }
        }
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
        "it is an input; a path is made from parameters, so name the ones it is made from"
            .to_owned()
    } else if task.outputs.iter().any(|output| is(&output.ident)) {
        "it is an output; a path is made from parameters".to_owned()
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
fn format(param: &Param, spec: &str, literal: &LitStr, caret: &str, errors: &mut Errors) {
    if spec.is_empty() {
        return;
    }
    let Some((problem, help)) = misfit(&param.ty, spec) else {
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
    let (name, _) = types::named(ty)?;
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
