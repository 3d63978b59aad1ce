//! Options and properties as words of a command line, each checked.

use pipeline_core::failure::{Failure, FailureKind};
use spark_options::rules::Severity;
use spark_options::{Kind, OPTIONS, SparkOption};

use super::Line;
use super::paths::Lookup;
use crate::SparkApplication;
use crate::application::OptionValue;
use crate::install::SparkVersion;
use crate::settings;

/// The lines of the application's options, in the order of the table.
pub(super) fn options(
    application: &SparkApplication,
    lookup: &Lookup<'_>,
) -> Result<Vec<Line>, Failure> {
    let mut lines = Vec::new();
    for option in OPTIONS {
        let Some(value) = application.options.get(option.key) else {
            continue;
        };
        let secret = is_secret(application, option);
        if let Some(word) = checked(option, value, secret, lookup)? {
            lines.push(Line::option(option, word, secret));
        }
    }
    Ok(lines)
}

/// Whether an option's value must not be shown: the author says so, or it carries a token.
fn is_secret(application: &SparkApplication, option: &SparkOption) -> bool {
    let text = application.text(option.key).unwrap_or_default();
    application.is_marked_secret(option.key)
        || option
            .property
            .is_some_and(|name| application.is_marked_secret(name))
        || (option.kind == Kind::Remote && text.contains("token="))
}

/// What follows the flag; nothing within means a switch, nothing at all that it is left out.
fn checked(
    option: &SparkOption,
    value: &OptionValue,
    secret: bool,
    lookup: &Lookup<'_>,
) -> Result<Option<Option<String>>, Failure> {
    let key = option.key;
    match (option.kind, value) {
        (Kind::Switch, OptionValue::Switch(on)) => Ok(on.then_some(None)),
        (Kind::Switch, OptionValue::Text(text)) => {
            check(option, text, secret)?;
            Ok((text == "true").then_some(None))
        }
        (Kind::Switch, OptionValue::List(_)) | (_, OptionValue::Switch(_)) => Err(configuration(
            format!("`{key}` is given a value of another kind"),
        )
        .hint(format!("write {}", option.example()))),
        (kind, value) if kind.is_list() => {
            let elements = match value {
                OptionValue::List(elements) => elements.as_slice(),
                OptionValue::Text(text) if text.is_empty() => &[],
                OptionValue::Text(text) => std::slice::from_ref(text),
                OptionValue::Switch(_) => &[],
            };
            if elements.is_empty() {
                return Ok(None);
            }
            let mut words = Vec::with_capacity(elements.len());
            for element in elements {
                check(option, element, secret)?;
                words.push(if is_files(option) {
                    let found = lookup.element(element, key)?;
                    // The folder of the crate may have what the element has not.
                    check(option, &found, secret)?;
                    found
                } else {
                    element.clone()
                });
            }
            Ok(Some(Some(words.join(","))))
        }
        (_, OptionValue::Text(text)) => {
            check(option, text, secret)?;
            Ok(Some(Some(text.clone())))
        }
        (_, OptionValue::List(_)) => {
            Err(configuration(format!("`{key}` is one value, not a list"))
                .hint(format!("write {}", option.example())))
        }
    }
}

/// Whether the elements of a list are files that come along (repositories are not).
fn is_files(option: &SparkOption) -> bool {
    option.names_files() && option.kind.is_list()
}

/// An error quotes the value, but never that of a secret.
fn check(option: &SparkOption, text: &str, secret: bool) -> Result<(), Failure> {
    option.kind.check(text).map_err(|error| {
        let (key, problem) = (option.key, error.problem);
        let shown = settings::shown(option, text).filter(|_| !secret);
        configuration(match shown {
            Some(shown) => format!("`{key}` is {shown:?}: {problem}"),
            None => format!("the value of `{key}`, which is secret, does not fit: {problem}"),
        })
        .hint(error.remedy)
    })
}

/// What SparkSubmit would refuse, after seconds of starting a JVM, and what cannot work.
pub(super) fn refuse(
    application: &SparkApplication,
    version: &SparkVersion,
) -> Result<(), Failure> {
    let told = settings::of_application(application, Some(version));
    let wrong = told
        .into_iter()
        .find(|told| told.severity == Severity::Error);
    match wrong {
        None => Ok(()),
        Some(told) => Err(configuration(told.problem).hint(told.help)),
    }
}

/// What is accepted but will have no effect, or will surprise: sentences for a person.
///
/// Nothing here is an error: the application runs.
#[must_use]
pub fn notes(application: &SparkApplication) -> Vec<String> {
    settings::of_application(application, None)
        .into_iter()
        .filter(|told| told.severity != Severity::Error)
        .map(|told| told.problem)
        .collect()
}

pub(super) fn configuration(cause: impl Into<String>) -> Failure {
    Failure::new(FailureKind::Configuration, cause)
}
