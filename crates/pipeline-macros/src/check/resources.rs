//! What a task takes of the run's resources while it works: `resources(cluster = 2, gpu = n)`.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, Ident, LitStr, Token};

use super::control::{is_literal, number};
use super::literal;
use crate::errors::Errors;
use crate::model::Setting;
use crate::syntax::{Entry, Value, skip_to_comma};

/// The resources of an entry, each once.
pub(super) fn resources(entry: &Entry, errors: &mut Errors) -> Vec<(String, Setting<u32>)> {
    const EXAMPLE: &str = "resources(cluster = 2)";
    let list = match &entry.value {
        Value::List(list) => list,
        Value::Word => {
            errors.at(
                &entry.key,
                "`resources` without what the task takes",
                format_args!("write `{EXAMPLE}`: a name and how many of it"),
            );
            return Vec::new();
        }
        Value::Expr(value) => {
            errors.at(
                value,
                "`resources` is a list in parentheses",
                format_args!("write `{EXAMPLE}`: a name and how many of it"),
            );
            return Vec::new();
        }
    };
    let mut found: Vec<(String, Setting<u32>)> = Vec::new();
    let before = errors.is_empty();
    let parser = |input: ParseStream<'_>| {
        while !input.is_empty() {
            match resource(input, errors) {
                Ok(Some((span, name, _))) if found.iter().any(|(known, _)| *known == name) => {
                    errors.at_span(
                        span,
                        format_args!("the resource `{name}` stands twice"),
                        "keep one of the two",
                    );
                }
                Ok(Some((_, name, units))) => found.push((name, units)),
                Ok(None) => {}
                Err(error) => {
                    errors.syntax(error);
                    skip_to_comma(input);
                }
            }
            if !input.is_empty() && !input.peek(Token![,]) {
                errors.syntax(input.error(
                    "this does not belong to the value before it\nhelp: write `resources(cluster = 2, other = 1)`",
                ));
                skip_to_comma(input);
            }
            let _ = input.parse::<Option<Token![,]>>();
        }
        Ok(())
    };
    if let Err(error) = Parser::parse2(parser, list.clone()) {
        errors.syntax(error);
    }
    if list.is_empty() && before {
        errors.at(
            &entry.key,
            "`resources()` takes nothing",
            format_args!("take it away, or write `{EXAMPLE}`: a name and how many of it"),
        );
    }
    found
}

type Resource = (Span, String, Setting<u32>);

/// One `name = units`; nothing where a mistake is told already.
fn resource(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Option<Resource>> {
    let (span, name) = if let Ok(quoted) = input.fork().parse::<LitStr>() {
        input.parse::<LitStr>()?;
        let name = quoted.value();
        let plain = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        if name.is_empty() || !name.chars().all(plain) {
            errors.at(
                &quoted,
                format_args!("{name:?} cannot be the name of a resource"),
                "write letters, digits, `_` and `-`: it is a key in `pipeline.toml`",
            );
        }
        (quoted.span(), name)
    } else if input.peek(Ident::peek_any) {
        let word = input.call(Ident::parse_any)?;
        (word.span(), word.unraw().to_string())
    } else {
        return Err(input.error(
            "expected the name of a resource\nhelp: write `resources(cluster = 2)`: a name and how many of it",
        ));
    };
    if input.is_empty() || input.peek(Token![,]) {
        errors.at_span(
            span,
            format_args!("how many of the resource `{name}` is not said"),
            format_args!("write `{name} = 1`"),
        );
        return Ok(None);
    }
    if !input.peek(Token![=]) {
        return Err(input.error(format!(
            "expected `=` and how many of `{name}`\nhelp: write `resources({name} = 2)`"
        )));
    }
    input.parse::<Token![=]>()?;
    if input.is_empty() || input.peek(Token![,]) {
        return Err(syn::Error::new(
            span,
            format!("how many of the resource `{name}` is not said\nhelp: write `{name} = 1`"),
        ));
    }
    let value: Expr = input.parse()?;
    super::by_name(&value, errors);
    Ok(units(&name, &value, errors).map(|units| (span, name, units)))
}

/// How many of a resource.
fn units(name: &str, value: &Expr, errors: &mut Errors) -> Option<Setting<u32>> {
    let written = || literal::property(value).and_then(|text| text.parse::<u32>().ok());
    let (problem, help) = match number(value) {
        Some(0) => (
            format!("none of the resource `{name}`"),
            format!("take `{name}` away, or write how many the task takes: `{name} = 1`"),
        ),
        Some(number) => match u32::try_from(number) {
            Ok(number) => return Some(Setting::Value(number)),
            Err(_) => (
                format!("`{name}` is a whole number from 1 to {}", u32::MAX),
                format!("write how many the task takes: `{name} = 1`"),
            ),
        },
        None if !is_literal(value) => return Some(Setting::Expr(value.clone())),
        None => (
            format!("`{name}` is a whole number from 1 up"),
            match written() {
                Some(number) if number > 0 => format!("write `{name} = {number}`, without quotes"),
                _ => format!("write how many the task takes: `{name} = 1`"),
            },
        ),
    };
    errors.at(value, problem, help);
    None
}
