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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn both<T: Param>(value: &T) -> (Value, Value) {
        (kind(&T::KIND), data(&T::KIND, value.value()))
    }

    #[test]
    fn plain_values_stay_as_they_are() {
        assert_eq!(both(&-3_i8), (json!("int"), json!(-3)));
        assert_eq!(both(&true), (json!("bool"), json!(true)));
        assert_eq!(both(&"é".to_owned()), (json!("str"), json!("é")));
        assert_eq!(
            both(&None::<u8>),
            (json!({ "optional": "int" }), json!(null))
        );
    }

    #[test]
    fn what_json_cannot_hold_is_a_text_that_python_reads() {
        let (kind, data) = both(&u128::MAX);
        assert_eq!(kind, "int");
        assert_eq!(data, u128::MAX.to_string());
        assert!(both(&f64::INFINITY).1.is_string());
    }

    #[test]
    fn a_duration_is_in_microseconds_wherever_it_stands() {
        let long = Duration::from_millis(1_500);
        assert_eq!(both(&long), (json!("duration"), json!(1_500_000)));
        assert_eq!(both(&vec![Some(long)]).1, json!([1_500_000]));
        assert_eq!(
            both(&BTreeMap::from([(1_u8, long)])).1,
            json!([["1", 1_500_000]])
        );
    }

    #[test]
    fn a_map_is_pairs_since_its_keys_need_not_be_texts() {
        let map = BTreeMap::from([(1_u8, vec!["a".to_owned()])]);
        let expected = json!({ "map": ["int", { "list": "str" }] });
        assert_eq!(both(&map), (expected, json!([["1", ["a"]]])));
    }
}
