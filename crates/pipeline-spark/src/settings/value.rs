//! Values of TOML as values of options, properties and variables.

use spark_options::{Kind, SparkOption, by_key};
use toml::Value;

use crate::application::OptionValue;
use crate::command::mask_value;

/// Whether a value fits a key: an option's, `conf.…` or `env.…`. `None` if the key is none of
/// these.
///
/// # Errors
/// It does not; the sentence says what is wrong and what to write.
pub fn check(key: &str, value: &Value) -> Option<Result<(), String>> {
    if let Some(name) = key.strip_prefix("conf.") {
        return Some(check_property_name(name).and_then(|()| conf_text(value).map(drop)));
    }
    if key.starts_with("env.") {
        return Some(env_text(value).map(drop));
    }
    let option = by_key(key).filter(|option| option.settable && option.kind != Kind::Property)?;
    Some(option_value(option, value).map(drop))
}

fn check_property_name(name: &str) -> Result<(), String> {
    if name.is_empty() || name.contains('=') || name.starts_with(|c: char| c <= ' ') {
        return Err(
            "this cannot be the name of a property: write spark.sql.ansi.enabled".to_owned(),
        );
    }
    Ok(())
}

/// The value of an option.
///
/// # Errors
/// The value is of another type, or not in the grammar of the option; the sentence says what
/// to write.
pub fn option_value(option: &SparkOption, value: &Value) -> Result<OptionValue, String> {
    let kind = option.kind;
    let write = || format!("write {} = {}", option.key, option.example());
    match (kind, value) {
        (Kind::Switch, Value::Boolean(on)) => Ok(OptionValue::Switch(*on)),
        (Kind::Switch, Value::String(text)) if text == "true" || text == "false" => {
            Ok(OptionValue::Switch(text == "true"))
        }
        (Kind::Switch, _) => Err(format!(
            "a switch is on or off: write {} = true",
            option.key
        )),
        (Kind::Count, Value::Integer(number)) => text_value(option, &number.to_string()),
        (kind, Value::Integer(number)) if kind.is_memory() => Err(format!(
            "the unit is missing: write {} = \"{number}m\" for MiB, or \"{number}g\"",
            option.key
        )),
        (kind, Value::Array(elements)) if kind.is_list() => {
            let mut texts = Vec::with_capacity(elements.len());
            for element in elements {
                let Value::String(text) = element else {
                    return Err(format!(
                        "an element is {}, not a text: {}",
                        a(element),
                        write()
                    ));
                };
                fits(option, text)?;
                texts.push(text.clone());
            }
            Ok(OptionValue::List(texts))
        }
        // As spark-submit has it, and as a variable of the environment can say it.
        (kind, Value::String(text)) if kind.is_list() => {
            let value = OptionValue::read(kind, text);
            if let OptionValue::List(elements) = &value {
                for element in elements {
                    fits(option, element)?;
                }
            }
            Ok(value)
        }
        (_, Value::String(text)) => text_value(option, text),
        (_, other) => Err(format!("the value is {}: {}", a(other), write())),
    }
}

fn text_value(option: &SparkOption, text: &str) -> Result<OptionValue, String> {
    fits(option, text)?;
    Ok(OptionValue::text(text))
}

fn fits(option: &SparkOption, text: &str) -> Result<(), String> {
    option
        .kind
        .check(text)
        .map_err(|error| match shown(option, text) {
            Some(shown) => format!("{shown:?}: {}: {}", error.problem, error.remedy),
            None => format!("{}: {}", error.problem, error.remedy),
        })
}

/// A value as an error may quote it, without the secrets inside it; nothing if it may not be
/// quoted at all, since nobody knows where in a wrong URL its token ends.
pub(crate) fn shown(option: &SparkOption, text: &str) -> Option<String> {
    let has_token = text.to_ascii_lowercase().contains("token");
    (option.kind != Kind::Remote || !has_token).then(|| mask_value(text))
}

/// The text of a property: numbers and switches as Spark writes them, a list joined by commas.
///
/// # Errors
/// The value cannot be a property's.
pub fn conf_text(value: &Value) -> Result<String, String> {
    match value {
        Value::Array(elements) => {
            let mut texts = Vec::with_capacity(elements.len());
            for element in elements {
                if matches!(element, Value::Array(_)) {
                    return Err("a list in a list cannot be the value of a property".to_owned());
                }
                let text = conf_text(element)?;
                if text.contains(',') {
                    return Err(format!(
                        "the list is joined by commas, so a comma cannot be part of {:?}: \
                         write the whole value as one text",
                        mask_value(&text)
                    ));
                }
                texts.push(text);
            }
            Ok(texts.join(","))
        }
        Value::Table(_) => Err(
            "a table is no value: write the property's whole name in quotes, \
             \"spark.sql.ansi.enabled\" = true"
                .to_owned(),
        ),
        other => scalar(other),
    }
}

/// The text of a variable.
///
/// # Errors
/// The value cannot be a variable's.
pub(super) fn env_text(value: &Value) -> Result<String, String> {
    match value {
        Value::Array(_) | Value::Table(_) => Err(format!(
            "a variable is one text, not {}: write it in quotes",
            a(value)
        )),
        other => scalar(other),
    }
}

fn scalar(value: &Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Integer(number) => Ok(number.to_string()),
        Value::Boolean(on) => Ok(on.to_string()),
        Value::Float(number) if number.is_finite() => Ok(number.to_string()),
        Value::Float(_) => Err("not a finite number: write it in quotes if it is meant".to_owned()),
        Value::Datetime(time) => Ok(time.to_string()),
        Value::Array(_) | Value::Table(_) => Err(format!("the value is {}", a(value))),
    }
}

/// What a value is, with its article.
const fn a(value: &Value) -> &'static str {
    match value {
        Value::String(_) => "a text",
        Value::Integer(_) => "a whole number",
        Value::Float(_) => "a number",
        Value::Boolean(_) => "true or false",
        Value::Datetime(_) => "a date or time",
        Value::Array(_) => "a list",
        Value::Table(_) => "a table",
    }
}
