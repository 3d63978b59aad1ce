//! Values of a TOML document, taken out of it.

use toml::Value;
use toml::de::DeValue;

/// The value without its places.
pub(crate) fn value(node: &DeValue<'_>) -> Result<Value, String> {
    Ok(match node {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map(Value::Integer)
            .map_err(|_| format!("{number} is beyond 64 bits"))?,
        DeValue::Float(number) => number
            .as_str()
            .parse()
            .map(Value::Float)
            .map_err(|_| format!("{number} is no number"))?,
        DeValue::Boolean(value) => Value::Boolean(*value),
        DeValue::Datetime(value) => Value::Datetime(*value),
        DeValue::Array(nodes) => {
            let values = nodes.iter().map(|node| value(node.get_ref()));
            Value::Array(values.collect::<Result<_, _>>()?)
        }
        DeValue::Table(table) => {
            let entries = table.iter().map(|(key, node)| {
                value(node.get_ref()).map(|value| (key.get_ref().to_string(), value))
            });
            Value::Table(entries.collect::<Result<_, _>>()?)
        }
    })
}

/// A parameter's value as the words of a command line.
pub(crate) fn words(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().map(word).collect(),
        Value::Table(entries) => entries
            .iter()
            .map(|(key, value)| format!("{key}={}", word(value)))
            .collect(),
        value => vec![word(value)],
    }
}

fn word(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}
