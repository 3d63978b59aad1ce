//! How a task is to be run: how urgently, how often, how long, with what, and what follows.

use std::time::Duration;

use syn::{Expr, ExprLit, ExprPath, Lit};

use super::duration::duration;
use super::resources::resources;
use super::{expr, literal, text};
use crate::derive::Derive;
use crate::errors::Errors;
use crate::model::{Control, Setting};
use crate::syntax::{Entry, Value, tokens};

/// The most that a task is tried again: what fails a thousand times fails.
const RETRIES: u32 = 1000;
/// The longest first wait between two tries, and the longest try.
const BACKOFF: Duration = Duration::from_secs(24 * 3600);
const TIMEOUT: Duration = Duration::from_secs(365 * 24 * 3600);

/// What the entries of the struct say.
pub(super) fn control(entries: &[&Entry], errors: &mut Errors) -> Control {
    let mut control = Control::default();
    for entry in entries {
        match entry.name().as_str() {
            "priority" => control.priority = priority(entry, errors),
            "retries" => control.retries = retries(entry, errors),
            "backoff" => control.backoff = time(entry, "30s", BACKOFF, errors),
            "timeout" => control.timeout = time(entry, "2h", TIMEOUT, errors),
            "resources" => control.resources = resources(entry, errors),
            "on_success" => control.on_success = hook(entry, errors),
            "on_failure" => control.on_failure = hook(entry, errors),
            _ => {}
        }
    }
    control
}

/// Why a task that is never run has none of these.
pub(super) fn never_run(derive: Derive, name: &str) -> Option<String> {
    let known = super::keys::CONTROL.iter().any(|key| key.name == name);
    match derive {
        Derive::ExternalTask if known => Some(format!(
            "take it away: an `ExternalTask` is never run; write `{name}` on the tasks that need it"
        )),
        Derive::WrapperTask if known => Some(format!(
            "take it away: a `WrapperTask` has nothing to run; write `{name}` on its inputs, or derive `Task` and write `impl Run`"
        )),
        _ => None,
    }
}

/// A whole number in digits, with its sign.
pub(super) fn number(value: &Expr) -> Option<i128> {
    match tokens::peel(value) {
        Expr::Lit(ExprLit {
            lit: Lit::Int(digits),
            ..
        }) => digits.base10_parse().ok(),
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Neg(_)) => {
            number(&unary.expr).map(|number| -number)
        }
        _ => None,
    }
}

/// Whether it is a literal of whatever type.
pub(super) fn is_literal(value: &Expr) -> bool {
    literal::property(value).is_some() || matches!(tokens::peel(value), Expr::Array(_))
}

fn priority(entry: &Entry, errors: &mut Errors) -> Option<Setting<i32>> {
    const EXAMPLE: &str = "priority = 10";
    let value = expr(entry, EXAMPLE, errors)?;
    match number(value).map(i32::try_from) {
        Some(Ok(number)) => Some(Setting::Value(number)),
        Some(Err(_)) => {
            errors.at(
                value,
                "`priority` goes from -2147483648 to 2147483647",
                "write a smaller number: the greatest of the tasks that are ready is first",
            );
            None
        }
        None if is_literal(value) => {
            let help = match literal::property(value).map(|text| text.parse::<i32>()) {
                Some(Ok(number)) => format!("write `priority = {number}`, without quotes"),
                _ => format!(
                    "write `{EXAMPLE}`; the greatest is first, and 0 is as if there were none"
                ),
            };
            errors.at(value, "`priority` is a whole number", help);
            None
        }
        None => Some(Setting::Expr(value.clone())),
    }
}

fn retries(entry: &Entry, errors: &mut Errors) -> Option<Setting<u32>> {
    const EXAMPLE: &str = "retries = 3";
    let value = expr(entry, EXAMPLE, errors)?;
    let refused = |errors: &mut Errors, problem: &str, help: &str| {
        errors.at(value, problem, help);
        None
    };
    match number(value) {
        Some(0) => refused(
            errors,
            "`retries = 0` says nothing: a task that has failed is not tried again unless told",
            "leave it out, or write how often it is tried again: `retries = 3`",
        ),
        Some(number) if number < 0 => refused(
            errors,
            "`retries` is a whole number from 1 up",
            "write how often it is tried again: `retries = 3`; there is no word for ever",
        ),
        Some(number) => match u32::try_from(number) {
            Ok(number @ ..=RETRIES) => Some(Setting::Value(number)),
            _ => refused(
                errors,
                "`retries` goes up to 1000, and each wait is twice as long as the one before",
                "write how often it is tried again: `retries = 3`",
            ),
        },
        None if is_literal(value) => {
            let help = match literal::property(value).map(|text| text.parse::<u32>()) {
                Some(Ok(number)) if number > 0 => {
                    format!("write `retries = {number}`, without quotes")
                }
                _ => format!("write `{EXAMPLE}`"),
            };
            refused(errors, "`retries` is a whole number from 1 up", &help)
        }
        None => Some(Setting::Expr(value.clone())),
    }
}

/// A length of time in quotes, or an expression that is a `Duration`.
fn time(
    entry: &Entry,
    example: &str,
    longest: Duration,
    errors: &mut Errors,
) -> Option<Setting<Duration>> {
    let key = entry.name();
    let example = format!("{key} = \"{example}\"");
    let value = expr(entry, &example, errors)?;
    let Some(written) = text(value) else {
        if !is_literal(value) {
            return Some(Setting::Expr(value.clone()));
        }
        let help = match number(value) {
            Some(number) if number > 0 => {
                format!("write `{key} = \"{number}s\"` for seconds, `\"{number}m\"` for minutes")
            }
            _ => format!("write `{example}`"),
        };
        let problem = format!("`{key}` is a length of time in quotes, with its unit");
        errors.at(value, problem, help);
        return None;
    };
    match duration(&written.value()) {
        Ok(Duration::ZERO) => {
            let help = match key.as_str() {
                "timeout" => "leave it out for no limit",
                _ => "leave it out for the shortest wait that the program has",
            };
            let problem = format!("`{key}` of no time at all");
            errors.at(
                written,
                problem,
                format_args!("{help}, or write `{example}`"),
            );
            None
        }
        Ok(time) if time > longest => {
            let days = longest.as_secs() / 86_400;
            let help = match key.as_str() {
                "timeout" => "leave it out for no limit",
                _ => "each wait is twice as long as the one before",
            };
            errors.at(
                written,
                format_args!("`{key}` of more than {}", counted(days)),
                format_args!("{help}, or write `{example}`"),
            );
            None
        }
        Ok(time) => Some(Setting::Value(time)),
        Err(why) => {
            let why = why.map_or(String::new(), |why| format!(", {why}"));
            let bare = written.value().trim().parse::<u64>();
            let help = match bare {
                Ok(number) if number > 0 => format!(
                    "write `{key} = \"{number}s\"` for seconds, `\"{number}m\"` for minutes"
                ),
                _ => format!(
                    "write numbers with the units d, h, m, s or ms: `{example}`, or `\"1h30m\"`"
                ),
            };
            errors.at(
                written,
                format_args!("{:?} is no length of time{why}", written.value()),
                help,
            );
            None
        }
    }
}

fn counted(days: u64) -> String {
    match days {
        1 => "a day".to_owned(),
        365 => "a year".to_owned(),
        days => format!("{days} days"),
    }
}

/// The function that is called when the task has ended.
fn hook(entry: &Entry, errors: &mut Errors) -> Option<ExprPath> {
    let key = entry.name();
    let signature = signature(&key);
    let Value::Expr(value) = &entry.value else {
        let problem = match entry.value {
            Value::List(_) => format!("`{key}` takes its function after a `=`"),
            _ => format!("`{key}` without its function"),
        };
        errors.at(
            &entry.key,
            problem,
            format_args!("write `{key} = notify`, where `{signature}`"),
        );
        return None;
    };
    let help = match tokens::peel(value) {
        Expr::Path(path) => return Some(path.clone()),
        Expr::Call(call) if matches!(tokens::peel(&call.func), Expr::Path(_)) => {
            let name = tokens::text(&call.func);
            format!("write its name alone, `{key} = {name}`, where `{signature}`")
        }
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) if text.parse::<ExprPath>().is_ok() => {
            let name = text.value();
            format!("write `{key} = {name}`, without quotes, where `{signature}`")
        }
        _ => format!("write `{key} = notify`, where `{signature}`"),
    };
    errors.at(
        value,
        format_args!("`{key}` is the name of a function"),
        help,
    );
    None
}

/// What a hook is declared as.
fn signature(key: &str) -> &'static str {
    match key {
        "on_failure" => {
            "async fn notify(task: &Self, cx: &Context, failure: &Failure) -> Result<()>"
        }
        _ => "async fn notify(task: &Self, cx: &Context) -> Result<()>",
    }
}
