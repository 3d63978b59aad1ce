//! What a task reads and writes, as datasets with their schemas.

use std::path::Path;

use pipeline_core::row::{Column, DataType};
use pipeline_core::run::RunView;
use pipeline_core::target::AnyTarget;
use pipeline_core::task::AnyTask;
use serde_json::{Value, json};

use super::facets::{Facet, facet};
use super::names::dataset_name;

/// The outputs of everything that a task reads: its inputs, in the order of the fields.
pub(super) fn inputs(task: &dyn AnyTask, view: &RunView, here: &Path) -> Vec<Value> {
    let mut found = Vec::new();
    task.visit_inputs(&mut |schema, tasks| {
        for upstream in tasks {
            upstream.visit_outputs(&mut |_, target| {
                // What the task declares to read is known even where the writer declares nothing.
                let columns = target.columns().or(schema.reads);
                found.push(dataset(target, columns, view, here));
            });
        }
    });
    found
}

/// Everything that a task writes.
pub(super) fn outputs(task: &dyn AnyTask, view: &RunView, here: &Path) -> Vec<Value> {
    let mut found = Vec::new();
    task.visit_outputs(&mut |_, target| {
        found.push(dataset(target, target.columns(), view, here));
    });
    found
}

fn dataset(
    target: &dyn AnyTarget,
    columns: Option<&'static [Column]>,
    view: &RunView,
    here: &Path,
) -> Value {
    let (namespace, name) = dataset_name(target.location(), here);
    let (namespace, name) = (view.masked(namespace), view.masked(name));
    let layer = namespace.split(':').next().unwrap_or_default().to_owned();
    let mut facets = serde_json::Map::new();
    let storage = json!({ "storageLayer": layer, "fileFormat": target.format() });
    facets.insert("storage".to_owned(), facet(Facet::Storage, storage));
    if let Some(columns) = columns {
        let fields = json!({ "fields": fields(columns) });
        facets.insert("schema".to_owned(), facet(Facet::Schema, fields));
    }
    json!({ "namespace": namespace, "name": name, "facets": facets })
}

fn fields(columns: &[Column]) -> Vec<Value> {
    let columns = columns.iter().zip(1_u32..);
    columns
        .map(|(column, position)| {
            let mut field = field(column.name, column.data_type);
            field["ordinal_position"] = position.into();
            field
        })
        .collect()
}

/// A field and what is in it, by the names that the standard gives to what has none.
fn field(name: &str, of: &DataType) -> Value {
    let inner = match of {
        DataType::Struct(columns) => fields(columns),
        DataType::Array(element, _) => vec![field("_element", element)],
        DataType::Map(key, value, _) => vec![field("key", key), field("value", value)],
        plain => return json!({ "name": name, "type": plain.to_string() }),
    };
    let kind = match of {
        DataType::Struct(_) => "struct",
        DataType::Map(..) => "map",
        _ => "array",
    };
    json!({ "name": name, "type": kind, "fields": inner })
}
