//! What an editor can know of a key: its documentation, and which others there are.
//!
//! rust-analyzer looks up a word of an attribute in what the derive makes of it. So there the
//! expansion also names, in the author's own tokens, constants of `__private::keys` that carry
//! the documentation; the rest of a module is what completes a half-written word.
//! `documented_keys` makes those constants of the tables that the checks read.

mod document;
mod words;

pub(crate) use document::documented_keys;
pub(crate) use words::{errors, words};

use crate::check::keys::Place;
use crate::derive::Derive;

/// The module of constants for the keys of an attribute at a place, if the derive reads it.
fn module(derive: Derive, space: &str, place: Place) -> Option<&'static str> {
    match (derive, space, place) {
        (Derive::SparkTask, "spark", Place::Struct) => Some("spark"),
        (Derive::SparkTask, "spark", Place::Field) => Some("spark_field"),
        (Derive::Row, "row", Place::Struct) => Some("row"),
        (Derive::Row, "row", Place::Field) => Some("row_field"),
        (Derive::Param, "param", Place::Struct) => Some("param"),
        (Derive::Param, "param", Place::Field) => Some("param_variant"),
        (Derive::Row | Derive::Param, ..) => None,
        (Derive::ExternalTask | Derive::WrapperTask, "task", Place::Struct) => Some("never_run"),
        (_, "task", Place::Struct) => Some("task"),
        (_, "task", Place::Field) if derive != Derive::SparkTask => Some("task_field"),
        _ => None,
    }
}

/// The name of a key's constant. `crate` can be no name, not even as `r#crate`.
fn constant(key: &str) -> &str {
    if key == "crate" { "crate_" } else { key }
}
