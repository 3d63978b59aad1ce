//! The options of spark-submit: each literal against the grammar of its kind. Nothing here
//! names an option: the table does. What they are together is for `rules` to say.

use proc_macro2::Span;
use spark_options::{Kind, SparkOption, by_key};
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, Lit, LitStr};

use super::{expr, files, literal, text};
use crate::errors::Errors;
use crate::model::{OptionSetting, OptionValue, Task};
use crate::syntax::{Entry, Value, tokens};

/// The options that the struct sets.
pub(super) fn options(entries: &[&Entry], task: &Task, errors: &mut Errors) -> Vec<OptionSetting> {
    let mut settings = Vec::new();
    for entry in entries {
        let Some(option) = by_key(&entry.name()).filter(|option| option.settable) else {
            continue;
        };
        // `conf` is an option of spark-submit too, but its value is a list of its own.
        if matches!(option.kind, Kind::Property) {
            continue;
        }
        if let Some(value) = value(option, entry, errors) {
            if let OptionValue::Expr(expr) = &value {
                no_secret(option, expr, task, errors);
            }
            settings.push(OptionSetting {
                option,
                key: entry.key.span(),
                at: entry_span(entry),
                value,
            });
        }
    }
    settings
}

fn entry_span(entry: &Entry) -> Span {
    match &entry.value {
        Value::Expr(expr) => expr.span(),
        _ => entry.key.span(),
    }
}

fn value(option: &SparkOption, entry: &Entry, errors: &mut Errors) -> Option<OptionValue> {
    let example = format!("{} = {}", option.key, option.example());
    if option.kind == Kind::Switch && matches!(entry.value, Value::Word) {
        return Some(OptionValue::Switch(true));
    }
    let value = expr(entry, &example, errors)?;
    let given = tokens::peel(value);
    match (option.kind, given) {
        (
            Kind::Switch,
            Expr::Lit(ExprLit {
                lit: Lit::Bool(switch),
                ..
            }),
        ) => Some(OptionValue::Switch(switch.value)),
        (
            Kind::Count,
            Expr::Lit(ExprLit {
                lit: Lit::Int(count),
                ..
            }),
        ) => checked(option, count.base10_digits(), count.span(), errors).map(OptionValue::Text),
        (kind, _) if kind.is_list() => list(option, given, &example, errors),
        (Kind::Switch | Kind::Count, _) if literal::property(given).is_some() => {
            wrong(option, given, &example, errors);
            None
        }
        (_, _) => match written(option, given) {
            Some(text) => {
                checked(option, &text.value(), text.span(), errors).map(OptionValue::Text)
            }
            None if literal::property(given).is_some() || matches!(given, Expr::Array(_)) => {
                wrong(option, given, &example, errors);
                None
            }
            None => Some(OptionValue::Expr(value.clone())),
        },
    }
}

/// The text of a literal; a path may stand in `later("…")`.
fn written<'a>(option: &SparkOption, given: &'a Expr) -> Option<&'a LitStr> {
    match option.names_files() {
        true => files::text(given),
        false => text(given),
    }
}

/// A literal of another type than the option's.
fn wrong(option: &SparkOption, given: &Expr, example: &str, errors: &mut Errors) {
    let written = literal::property(given).unwrap_or_default();
    let is_text = text(given).is_some();
    let (wants, help) = match option.kind {
        Kind::Switch => (
            "is a switch",
            match written.to_lowercase().as_str() {
                "true" | "1" | "yes" | "on" => format!("write `{} = true`", option.key),
                "false" | "0" | "no" | "off" => {
                    format!("write `{} = false`, or leave it out", option.key)
                }
                _ => format!("write `{example}`"),
            },
        ),
        Kind::Count => (
            "is a whole number from 1 up",
            if is_text && written.parse::<u32>().is_ok() {
                format!("write `{} = {written}`, without quotes", option.key)
            } else {
                format!("write `{example}`")
            },
        ),
        Kind::Memory | Kind::SparkMemory => (
            "is an amount of memory, with its unit",
            if !is_text && written.parse::<u64>().is_ok() {
                format!(
                    "write `{} = \"{written}m\"` for mebibytes, `\"{written}g\"` for gibibytes",
                    option.key
                )
            } else {
                format!("write `{example}`")
            },
        ),
        _ if matches!(given, Expr::Array(_)) => {
            ("is one text, not a list", format!("write `{example}`"))
        }
        _ => ("is a text in quotes", format!("write `{example}`")),
    };
    errors.at(given, format_args!("`{}` {wants}", option.key), help);
}

/// A list: an array whose literals are checked one by one, one literal, or an expression.
fn list(
    option: &SparkOption,
    given: &Expr,
    example: &str,
    errors: &mut Errors,
) -> Option<OptionValue> {
    if let Some(one) = written(option, given) {
        return element(option, one, errors).map(|one| OptionValue::List(vec![one]));
    }
    let Expr::Array(array) = given else {
        if literal::property(given).is_some() {
            errors.at(
                given,
                format_args!("`{}` is a list of texts", option.key),
                format_args!("write `{example}`"),
            );
            return None;
        }
        return Some(OptionValue::Expr(given.clone()));
    };
    let mut elements = Vec::new();
    let mut all_literal = true;
    let mut good = true;
    for element_expr in &array.elems {
        match written(option, element_expr) {
            Some(text) => match element(option, text, errors) {
                Some(text) => elements.push(text),
                None => good = false,
            },
            None if literal::property(element_expr).is_some() => {
                errors.at(
                    element_expr,
                    format_args!("an element of `{}` is a text in quotes", option.key),
                    format_args!("write `{example}`"),
                );
                good = false;
            }
            None => all_literal = false,
        }
    }
    match (good, all_literal) {
        (false, _) => None,
        (true, true) => Some(OptionValue::List(elements)),
        (true, false) => Some(OptionValue::Expr(given.clone())),
    }
}

fn element(option: &SparkOption, text: &LitStr, errors: &mut Errors) -> Option<String> {
    let value = text.value();
    if value.contains(',') {
        let parts: Vec<String> = value
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(|part| format!("{part:?}"))
            .collect();
        errors.at(
            text,
            format_args!(
                "a comma in an element of `{}`, which spark-submit would take for the next element",
                option.key
            ),
            format_args!("write `{} = [{}]`", option.key, parts.join(", ")),
        );
        return None;
    }
    checked(option, &value, text.span(), errors)
}

fn checked(option: &SparkOption, value: &str, span: Span, errors: &mut Errors) -> Option<String> {
    match option.kind.check(value) {
        Ok(()) => Some(value.to_owned()),
        Err(invalid) => {
            errors.at_span(
                span,
                format_args!(
                    "{value:?} is no value of `{}`: {}",
                    option.key, invalid.problem
                ),
                invalid.remedy,
            );
            None
        }
    }
}

/// An option stands on the command line, where everybody on the machine reads it.
fn no_secret(option: &SparkOption, expr: &Expr, task: &Task, errors: &mut Errors) {
    for param in &task.params {
        let Some(secret) = param.secret else {
            continue;
        };
        if tokens::mention(quote::ToTokens::to_token_stream(expr), &param.ident) {
            errors.at(
                expr,
                format_args!(
                    "the secret `{}` would stand on the command line of spark-submit",
                    param.ident
                ),
                format_args!(
                    "hand it over in `conf(\"{}\" = …)` or `env(\"NAME\" = …)`{}",
                    option.property.unwrap_or("spark.…"),
                    secret.or_not()
                ),
            );
        }
    }
}
