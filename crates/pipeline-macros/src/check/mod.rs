//! From what is written to what is meant; every mistake is found, none stops the search.

mod allow;
mod application;
mod argument;
mod choice;
mod control;
mod date;
mod duration;
mod ending;
mod field;
mod files;
mod generics;
mod identity;
mod itself;
mod jar;
pub(crate) mod keys;
mod literal;
mod options;
mod places;
mod properties;
#[cfg(feature = "python")]
mod python;
mod reserved;
mod resources;
mod row;
mod rules;
mod shape;
mod task;
mod template;
mod under_profile;

pub(crate) use allow::allow;
pub(crate) use choice::choice;
pub(crate) use row::row;
pub(crate) use task::task;

use syn::{Expr, ExprLit, Ident, Lit, LitStr, Path};

use crate::errors::Errors;
use crate::model::Names;
use crate::syntax::{Entry, Item, Value, tokens};

/// Names and generics of an item, with the facade crate that its attributes name.
fn names(item: &Item, errors: &mut Errors) -> Names {
    let mut krate: Option<Path> = None;
    for entry in item
        .entries
        .list
        .iter()
        .filter(|entry| entry.name() == "crate")
    {
        match &entry.value {
            Value::Expr(expr) => match tokens::peel(expr) {
                Expr::Path(path) if path.qself.is_none() => krate = Some(path.path.clone()),
                other => errors.at(
                    other,
                    "`crate` names the crate spark-pipeline under another name, as a path",
                    "write `crate = my_name` or `crate = crate::reexport`",
                ),
            },
            _ => errors.at(
                &entry.key,
                "`crate` has no value",
                "write the path of spark-pipeline: `crate = my_name`",
            ),
        }
    }
    Names {
        ident: item.ident.clone(),
        visibility: item.visibility.clone(),
        generics: item.generics.clone(),
        krate,
    }
}

/// The text of a string literal.
fn text(expr: &Expr) -> Option<&LitStr> {
    match tokens::peel(expr) {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => Some(text),
        _ => None,
    }
}

/// The value of an entry that must be `key = expression`.
fn expr<'a>(entry: &'a Entry, example: &str, errors: &mut Errors) -> Option<&'a Expr> {
    match &entry.value {
        Value::Expr(expr) => {
            by_name(expr, errors);
            Some(expr)
        }
        Value::Word | Value::List(_) => {
            no_value(entry, example, errors);
            None
        }
    }
}

/// The value of an entry that must be `key = "text"`.
fn literal_text<'a>(entry: &'a Entry, example: &str, errors: &mut Errors) -> Option<&'a LitStr> {
    let Value::Expr(expr) = &entry.value else {
        no_value(entry, example, errors);
        return None;
    };
    let found = text(expr);
    if found.is_none() {
        errors.at(
            expr,
            format_args!("`{}` takes a text in quotes", entry.key),
            format_args!("write `{example}`"),
        );
    }
    found
}

fn no_value(entry: &Entry, example: &str, errors: &mut Errors) {
    let problem = match entry.value {
        Value::List(_) => format!("`{}` takes its value after a `=`", entry.key),
        _ => format!("`{}` has no value", entry.key),
    };
    errors.at(&entry.key, problem, format_args!("write `{example}`"));
}

/// An entry that is a word of its own: `insignificant`.
fn is_word(entry: &Entry, errors: &mut Errors) {
    if !matches!(entry.value, Value::Word) {
        errors.at(
            &entry.key,
            format_args!("`{}` takes no value", entry.key),
            format_args!("write `{}` alone, or leave it out", entry.key),
        );
    }
}

/// Expressions see the parameters by name, and no `self`.
fn by_name(expr: &Expr, errors: &mut Errors) {
    if let Some((this, field)) = tokens::self_dot(quote::ToTokens::to_token_stream(expr)) {
        let field = field.map_or_else(|| "month".to_owned(), |field| field.to_string());
        errors.at(
            this,
            "there is no `self` here: an expression sees the parameters by name",
            format_args!("write `{field}`"),
        );
    }
}

/// A word that stands twice.
fn twice(key: &Ident, errors: &mut Errors) {
    errors.at(
        key,
        format_args!("`{key}` stands twice"),
        "keep one of the two",
    );
}
