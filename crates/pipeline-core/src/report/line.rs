//! An event as one line of JSON.

use serde::Serialize;

use crate::run::{Event, EventKind, RunView};

#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    event: &'a Event,
    /// As a person calls the task, so that a line says all that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
}

/// The event as one line of JSON, its newline included; the label of its task stands beside
/// the task's id.
#[must_use]
pub fn json_line(event: &Event, view: &RunView) -> Vec<u8> {
    let label = match &event.kind {
        // These have one of their own.
        EventKind::TaskStarted { .. } | EventKind::TaskAdded { .. } => None,
        kind => view.number(kind).map(|number| view.label(number)),
    };
    // An event holds numbers, texts and maps with text keys: JSON can hold all of it. Should
    // a path not be UTF-8, the line says so rather than nothing.
    let mut line = serde_json::to_vec(&Line { event, label }).unwrap_or_else(|error| {
        serde_json::json!({ "at": event.at, "event": "unprintable", "error": error.to_string() })
            .to_string()
            .into_bytes()
    });
    line.push(b'\n');
    line
}
