//! A task as data: what `main` sees as `task`.

use std::time::Duration;

use pipeline_core::param::{Param, ParamKind};
use pipeline_core::task::AnyTask;
use serde_json::{Value, json};

/// A task as data, for [`crate::application::MainResource::PythonModule`]: its name, and
/// each field with its type and value. The inputs must be connected.
///
/// Secret parameters are in it in plain text: it goes into a file of mode 0600 and is never
/// shown.
#[must_use]
pub fn task_value(task: &dyn AnyTask) -> Value {
    let mut fields = params(task);
    task.visit_inputs(&mut |schema, tasks| {
        let mut described = tasks.iter().map(|input| described(*input));
        fields.push(if schema.many {
            json!({ "name": schema.name, "inputs": described.collect::<Vec<_>>() })
        } else {
            json!({ "name": schema.name, "input": described.next() })
        });
    });
    fields.extend(outputs(task));
    json!({ "name": task.schema().name, "fields": fields })
}

/// An input: its parameters and outputs, not what it depends on itself.
fn described(task: &dyn AnyTask) -> Value {
    let mut fields = params(task);
    fields.extend(outputs(task));
    json!({ "name": task.schema().name, "fields": fields })
}

fn params(task: &dyn AnyTask) -> Vec<Value> {
    let mut fields = Vec::new();
    task.visit_params(&mut |schema, value| {
        let mut field = json!({
            "name": schema.name,
            "param": kind(&schema.kind),
            "value": data(&schema.kind, value.value()),
        });
        if schema.secret {
            field["secret"] = Value::Bool(true);
        }
        fields.push(field);
    });
    fields
}

fn outputs(task: &dyn AnyTask) -> Vec<Value> {
    let mut fields = Vec::new();
    task.visit_outputs(&mut |schema, target| {
        fields.push(json!({ "name": schema.name, "output": target.location() }));
    });
    fields
}

/// The type as the runner knows it.
fn kind(of: &ParamKind) -> Value {
    match of {
        ParamKind::Integer { .. } => json!("int"),
        ParamKind::Float(_) => json!("float"),
        ParamKind::Bool => json!("bool"),
        ParamKind::Char | ParamKind::Text | ParamKind::Path | ParamKind::Choice(_) => json!("str"),
        ParamKind::Date => json!("date"),
        ParamKind::Month => json!("month"),
        ParamKind::Hour => json!("hour"),
        ParamKind::DateTime => json!("datetime"),
        ParamKind::Duration => json!("duration"),
        ParamKind::Optional(inner) => json!({ "optional": kind(inner) }),
        ParamKind::List(inner) => json!({ "list": kind(inner) }),
        ParamKind::Map(key, value) => json!({ "map": [kind(key), kind(value)] }),
    }
}

/// The value as the runner reads it: as it is, but for durations (microseconds) and maps
/// (pairs, since a key need not be a text).
fn data(of: &ParamKind, value: Value) -> Value {
    match (of, value) {
        (ParamKind::Duration, Value::String(text)) => match <Duration as Param>::parse(&text) {
            Ok(duration) => json!(u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)),
            Err(_) => Value::String(text),
        },
        (ParamKind::Optional(inner), value) if !value.is_null() => data(inner, value),
        (ParamKind::List(inner), Value::Array(items)) => {
            items.into_iter().map(|item| data(inner, item)).collect()
        }
        (ParamKind::Map(key, inner), Value::Object(entries)) => entries
            .into_iter()
            .map(|(name, value)| json!([data(key, Value::String(name)), data(inner, value)]))
            .collect(),
        (ParamKind::Map(key, inner), Value::Array(pairs)) => pairs
            .into_iter()
            .map(|mut pair| json!([data(key, pair[0].take()), data(inner, pair[1].take()),]))
            .collect(),
        (_, value) => value,
    }
}
