//! The parameters of a root as flags.

use clap::{Arg, ArgAction};

use super::roots::kebab;
use crate::param::ParamKind;
use crate::task::ParamSchema;

/// Whether the parameter is a switch: there or not, with no value of its own.
pub(crate) fn is_switch(param: &ParamSchema) -> bool {
    param.kind == ParamKind::Bool
}

/// Whether a task cannot be made without the parameter.
pub(crate) fn is_required(param: &ParamSchema) -> bool {
    let optional = matches!(
        param.kind,
        ParamKind::Optional(_) | ParamKind::List(_) | ParamKind::Map(..) | ParamKind::Bool
    );
    param.default.is_none() && !optional
}

/// The flag of a parameter.
pub(crate) fn arg(param: &'static ParamSchema, default: Option<&str>) -> Arg {
    let arg = Arg::new(param.name)
        .long(kebab(param.name))
        .value_name(placeholder(&param.kind))
        // Whether several values are too many is told with all other mistakes in values.
        .action(ArgAction::Append)
        .allow_negative_numbers(is_number(&param.kind))
        .help(help(param, default));
    if is_switch(param) {
        return arg
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value("true");
    }
    arg.num_args(1)
}

/// What stands for the value in help: its form, where that says more than its type.
pub(crate) fn placeholder(kind: &ParamKind) -> String {
    match kind {
        ParamKind::Integer { .. } => "INTEGER".to_owned(),
        ParamKind::Float(_) => "NUMBER".to_owned(),
        ParamKind::Bool => "true|false".to_owned(),
        ParamKind::Char => "CHARACTER".to_owned(),
        ParamKind::Text => "TEXT".to_owned(),
        ParamKind::Path => "PATH".to_owned(),
        ParamKind::Date => "YYYY-MM-DD".to_owned(),
        ParamKind::Month => "YYYY-MM".to_owned(),
        ParamKind::Hour => "YYYY-MM-DDTHH".to_owned(),
        ParamKind::DateTime => "YYYY-MM-DDTHH:MM:SS".to_owned(),
        ParamKind::Duration => "DURATION".to_owned(),
        ParamKind::Optional(inner) | ParamKind::List(inner) => placeholder(inner),
        ParamKind::Map(key, value) => format!("{}={}", placeholder(key), placeholder(value)),
        ParamKind::Choice(words) => words.join("|"),
    }
}

fn is_number(kind: &ParamKind) -> bool {
    match kind {
        ParamKind::Integer { .. } | ParamKind::Float(_) => true,
        ParamKind::Optional(inner) | ParamKind::List(inner) => is_number(inner),
        _ => false,
    }
}

/// The doc comment, then what a person must know: type, default as it prints (as it is
/// written, where that is not known), whether it is required.
fn help(param: &ParamSchema, default: Option<&str>) -> String {
    let mut notes = vec![param.type_name.to_owned()];
    if matches!(param.kind, ParamKind::List(_) | ParamKind::Map(..)) {
        notes.push("may be repeated".to_owned());
    }
    match param.default {
        Some(_) if param.secret => notes.push("has a default".to_owned()),
        Some(source) => notes.push(match default {
            Some("") => "default: empty".to_owned(),
            Some(default) => format!("default: {default}"),
            None => format!("default: {source}"),
        }),
        None if is_required(param) => notes.push("required".to_owned()),
        None if is_switch(param) => notes.push("default: false".to_owned()),
        None => {}
    }
    let doc = paragraph(param.doc);
    let notes = notes.join(", ");
    if doc.is_empty() {
        format!("[{notes}]")
    } else {
        format!("{doc} [{notes}]")
    }
}

/// The first paragraph of a doc comment, as one line.
pub(crate) fn paragraph(doc: &str) -> String {
    let lines = doc.lines().map(str::trim);
    let first: Vec<_> = lines
        .skip_while(|line| line.is_empty())
        .take_while(|line| !line.is_empty())
        .collect();
    first.join(" ")
}
