//! One entry of the Trace Event Format.

use serde::Serialize;
use serde_json::{Value, json};

/// A track: what the format calls a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(super) struct Track(pub(super) usize);

/// The track of the run itself.
pub(super) const RUN: Track = Track(0);

/// The run is what the format calls a process.
const PROCESS: u32 = 1;

/// One entry. Times are microseconds.
#[derive(Debug, Serialize)]
pub(super) struct Entry<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cat: Option<&'a str>,
    /// The kind: `X` a slice, `i` a moment, `C` a count, `s` and `f` the ends of an arrow, `M`
    /// what tracks are called.
    ph: &'static str,
    ts: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    dur: Option<f64>,
    pid: u32,
    tid: Track,
    /// Which arrow.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<u64>,
    /// That an arrow ends at the slice around it, not at the next one.
    #[serde(skip_serializing_if = "Option::is_none")]
    bp: Option<&'static str>,
    /// How high a moment is drawn: its track.
    #[serde(skip_serializing_if = "Option::is_none")]
    s: Option<&'static str>,
    #[serde(skip_serializing_if = "Value::is_null")]
    args: Value,
}

impl<'a> Entry<'a> {
    fn new(ph: &'static str, name: &'a str, track: Track, ts: f64) -> Self {
        Self {
            name,
            cat: None,
            ph,
            ts,
            dur: None,
            pid: PROCESS,
            tid: track,
            id: None,
            bp: None,
            s: None,
            args: Value::Null,
        }
    }

    pub(super) fn process(name: &str) -> Self {
        let mut entry = Self::new("M", "process_name", RUN, 0.0);
        entry.args = json!({ "name": name });
        entry
    }

    pub(super) fn track(track: Track, name: &str) -> Self {
        let mut entry = Self::new("M", "thread_name", track, 0.0);
        entry.args = json!({ "name": name });
        entry
    }

    pub(super) fn slice(
        track: Track,
        name: &'a str,
        category: &'a str,
        since: f64,
        length: f64,
        args: Value,
    ) -> Self {
        let mut entry = Self::new("X", name, track, since);
        entry.cat = Some(category);
        entry.dur = Some(length.max(0.0));
        entry.args = args;
        entry
    }

    pub(super) fn instant(track: Track, name: &'a str, at: f64, args: Value) -> Self {
        let mut entry = Self::new("i", name, track, at);
        entry.s = Some("t");
        entry.args = args;
        entry
    }

    pub(super) fn count(name: &'a str, at: f64, count: usize) -> Self {
        let mut entry = Self::new("C", name, RUN, at);
        entry.args = json!({ "tasks": count });
        entry
    }

    pub(super) fn arrow_from(arrow: u64, track: Track, at: f64) -> Self {
        let mut entry = Self::new("s", "requires", track, at);
        entry.cat = Some("requires");
        entry.id = Some(arrow);
        entry
    }

    pub(super) fn arrow_to(arrow: u64, track: Track, at: f64) -> Self {
        let mut entry = Self::new("f", "requires", track, at);
        entry.cat = Some("requires");
        entry.id = Some(arrow);
        entry.bp = Some("e");
        entry
    }
}
