//! `conf(…)` and `env(…)`.

use std::collections::HashMap;

use spark_options::{Kind, SparkOption, by_other_property, by_property};
use syn::spanned::Spanned;
use syn::{Expr, LitStr};

use super::{by_name, literal};
use crate::errors::Errors;
use crate::model::{Property, PropertyValue, Task};
use crate::syntax::{Entry, Pair, Value, pair_of_texts, pairs, tokens};

/// The properties.
pub(super) fn conf(entries: &[&Entry], task: &Task, errors: &mut Errors) -> Vec<Property> {
    let mut properties = Vec::new();
    let mut seen = HashMap::new();
    for pair in all("conf", entries, errors) {
        let name = pair.name.value();
        if once("conf", &pair.name, &mut seen, errors) && property_name(&pair, errors) {
            properties.extend(property(pair, task, errors));
        }
        seen.insert(name, ());
    }
    properties
}

/// The variables.
pub(super) fn env(entries: &[&Entry], task: &Task, errors: &mut Errors) -> Vec<Property> {
    let mut variables = Vec::new();
    let mut seen = HashMap::new();
    for pair in all("env", entries, errors) {
        let name = pair.name.value();
        if once("env", &pair.name, &mut seen, errors) && variable_name(&pair, errors) {
            variables.extend(property(pair, task, errors));
        }
        seen.insert(name, ());
    }
    variables
}

fn all(key: &str, entries: &[&Entry], errors: &mut Errors) -> Vec<Pair> {
    let mut found = Vec::new();
    for entry in entries.iter().filter(|entry| entry.key == key) {
        match &entry.value {
            Value::List(list) => found.extend(pairs(&entry.key, list, errors)),
            _ => errors.at(
                &entry.key,
                format_args!("`{key}` takes its list in parentheses"),
                format_args!("write `{key}({})`", as_pairs(&entry.value)),
            ),
        }
    }
    found
}

/// Texts such as `"a=b"`, alone or in a list, as the pairs that they mean.
fn as_pairs(value: &Value) -> String {
    let texts: Vec<&Expr> = match value {
        Value::Expr(Expr::Array(list)) => list.elems.iter().collect(),
        Value::Expr(one) => vec![one],
        Value::Word | Value::List(_) => Vec::new(),
    };
    let pair = |expr: &Expr| {
        let text = super::text(expr)?.value();
        let (name, value) = text.split_once('=')?;
        Some(pair_of_texts(name, value))
    };
    let pairs: Option<Vec<String>> = texts.into_iter().map(pair).collect();
    match pairs {
        Some(pairs) if !pairs.is_empty() => pairs.join(", "),
        _ => "\"name\" = value".to_owned(),
    }
}

fn once(key: &str, name: &LitStr, seen: &mut HashMap<String, ()>, errors: &mut Errors) -> bool {
    let first = !seen.contains_key(&name.value());
    if !first {
        errors.at(
            name,
            format_args!("`{}` stands twice in `{key}`", name.value()),
            "keep one of the two",
        );
    }
    first
}

fn property_name(pair: &Pair, errors: &mut Errors) -> bool {
    let name = pair.name.value();
    let option = by_property(&name).or_else(|| by_other_property(&name));
    if let Some(option) = option.filter(|option| option.settable) {
        errors.at(
            &pair.name,
            option.has_one_form(&name),
            instead(option, &pair.value),
        );
        return false;
    }
    if name.trim().is_empty() || name.contains(char::is_whitespace) || name.contains('=') {
        errors.at(
            &pair.name,
            format_args!("{name:?} cannot be the name of a property"),
            "write it without spaces and `=`: `conf(\"spark.sql.shuffle.partitions\" = 8)`",
        );
        return false;
    }
    true
}

/// The option in place of a property, with its value where that is one.
fn instead(option: &SparkOption, value: &Expr) -> String {
    let text = literal::property(value).filter(|_| !option.kind.is_list());
    match text.map(|text| option.kind.check(&text)) {
        // Who only moves the value would be told of it next.
        Some(Err(invalid)) => format!(
            "write `{} = {}`; this value is none of it ({}): {}",
            option.key,
            option.example(),
            invalid.problem,
            invalid.remedy
        ),
        _ => format!("write `{} = {}`", option.key, as_option(option, value)),
    }
}

/// The value of a property as its option has it.
fn as_option(option: &SparkOption, value: &Expr) -> String {
    match literal::property(value) {
        Some(text) if option.kind.is_list() => {
            let parts: Vec<String> = text.split(',').map(|part| format!("{part:?}")).collect();
            format!("[{}]", parts.join(", "))
        }
        Some(text) if matches!(option.kind, Kind::Count | Kind::Switch) => text,
        Some(text) => format!("{text:?}"),
        None => tokens::text(value),
    }
}

fn variable_name(pair: &Pair, errors: &mut Errors) -> bool {
    let name = pair.name.value();
    let good =
        !name.is_empty() && !name.contains(['=', '\0']) && !name.contains(char::is_whitespace);
    if !good {
        errors.at(
            &pair.name,
            format_args!("{name:?} cannot be the name of a variable"),
            "write it without spaces and `=`: `env(\"HADOOP_CONF_DIR\" = \"/etc/hadoop\")`",
        );
    }
    good
}

fn property(pair: Pair, task: &Task, errors: &mut Errors) -> Option<Property> {
    by_name(&pair.value, errors);
    let at = pair.value.span();
    let secret = task.params.iter().any(|param| {
        param.secret.is_some()
            && tokens::mention(quote::ToTokens::to_token_stream(&pair.value), &param.ident)
    });
    let value = match literal::property(&pair.value) {
        Some(text) => PropertyValue::Text(text),
        None if matches!(tokens::peel(&pair.value), Expr::Array(_) | Expr::Tuple(_)) => {
            errors.at(
                &pair.value,
                format_args!(
                    "`{}` takes one value, and this is a list",
                    pair.name.value()
                ),
                "write it as Spark reads it, in quotes: `\"a,b\"`",
            );
            return None;
        }
        None => PropertyValue::Expr(pair.value),
    };
    Some(Property {
        name: pair.name,
        value,
        at,
        custom: pair.custom,
        secret,
    })
}
