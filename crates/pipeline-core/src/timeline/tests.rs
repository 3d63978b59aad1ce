use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::{Timeline, Written};
use crate::failure::{Failure, FailureKind};
use crate::journal::{Header, VERSION};
use crate::run::{Event, EventKind, Stop, StopCause};
use crate::task::TaskId;

fn began() -> Timestamp {
    "2026-11-21T07:47:04Z".parse().expect("a time")
}

fn header() -> Header {
    serde_json::from_value(serde_json::json!({
        "journal": VERSION, "library": "0.1.0", "run": "2026-11-21T07-47-04Z-3f9a", "number": 7,
        "pid": 1, "program": "nightly", "arguments": [], "roots": [], "began": began(),
    }))
    .expect("a header")
}

fn id(n: u64) -> TaskId {
    format!("{n:032x}").parse().expect("an id")
}

/// Events at so many milliseconds.
fn written(events: impl IntoIterator<Item = (i64, EventKind)>) -> (Vec<Value>, Written) {
    let mut timeline = Timeline::begin(&header(), Vec::new()).expect("memory");
    for (millis, kind) in events {
        let at = began() + SignedDuration::from_millis(millis);
        let label = kind.task().map(|task| format!("Task({})", task.short()));
        let event = Event { at, kind };
        timeline.event(&event, label.as_deref()).expect("memory");
    }
    let (bytes, written) = timeline.end().expect("memory");
    let value: Value = serde_json::from_slice(&bytes).expect("JSON");
    let entries = value["traceEvents"].as_array().expect("entries").clone();
    holds_the_format(&entries);
    (entries, written)
}

/// What the documentation of the Trace Event Format asks of each entry, and what makes slices
/// and arrows be seen.
fn holds_the_format(entries: &[Value]) {
    let mut tracks: BTreeMap<u64, Vec<(f64, f64)>> = BTreeMap::new();
    let mut named = BTreeSet::new();
    let mut arrows: BTreeMap<u64, Vec<&str>> = BTreeMap::new();
    for entry in entries {
        let text = |name: &str| {
            entry[name]
                .as_str()
                .unwrap_or_else(|| panic!("{name}: {entry}"))
        };
        let number = |name: &str| {
            entry[name]
                .as_f64()
                .unwrap_or_else(|| panic!("{name}: {entry}"))
        };
        assert!(
            number("ts") >= 0.0 && entry["pid"].is_u64() && entry["tid"].is_u64(),
            "{entry}"
        );
        let track = entry["tid"].as_u64().expect("a track");
        assert!(!text("name").is_empty(), "{entry}");
        match text("ph") {
            "X" => {
                assert!(number("dur") >= 0.0, "{entry}");
                let slice = (number("ts"), number("ts") + number("dur"));
                tracks.entry(track).or_default().push(slice);
            }
            "i" => assert!(["t", "p", "g"].contains(&text("s")), "{entry}"),
            "C" => assert!(entry["args"]["tasks"].is_u64(), "{entry}"),
            "M" => {
                assert!(
                    ["process_name", "thread_name"].contains(&text("name")),
                    "{entry}"
                );
                assert!(entry["args"]["name"].is_string(), "{entry}");
                named.insert(track);
            }
            kind @ ("s" | "f") => {
                assert!(entry["id"].is_u64() && !text("cat").is_empty(), "{entry}");
                assert_eq!(kind == "f", entry["bp"] == "e", "{entry}");
                let arrow = arrows.entry(entry["id"].as_u64().expect("an arrow"));
                arrow.or_default().push(kind);
            }
            other => panic!("{other} is no kind of ours"),
        }
    }
    for (track, slices) in &mut tracks {
        assert!(named.contains(track), "track {track} has no name");
        if *track == 0 {
            continue;
        }
        // One worker does one thing at a time.
        slices.sort_by(|a, b| a.partial_cmp(b).expect("numbers"));
        for pair in slices.windows(2) {
            assert!(pair[0].1 <= pair[1].0, "track {track}: {pair:?}");
        }
    }
    for (arrow, ends) in arrows {
        assert_eq!(ends, ["s", "f"], "arrow {arrow}");
    }
    // Each end of an arrow is within a slice: otherwise it points at nothing.
    for entry in entries
        .iter()
        .filter(|it| it["ph"] == "s" || it["ph"] == "f")
    {
        let at = entry["ts"].as_f64().expect("a time");
        let slices = &tracks[&entry["tid"].as_u64().expect("a track")];
        assert!(
            slices.iter().any(|(from, to)| *from <= at && at < *to),
            "{entry}"
        );
    }
}

fn start(n: u64, attempt: u32) -> EventKind {
    EventKind::TaskStarted {
        task: id(n),
        label: format!("Delays(month={n})"),
        attempt,
    }
}

fn succeed(n: u64) -> EventKind {
    EventKind::TaskSucceeded {
        task: id(n),
        elapsed: std::time::Duration::from_secs(1),
    }
}

fn slices(entries: &[Value]) -> Vec<(&str, u64, f64, f64, &str)> {
    let slices = entries
        .iter()
        .filter(|entry| entry["ph"] == "X" && entry["tid"] != 0);
    slices
        .map(|it| {
            (
                it["name"].as_str().expect("a name"),
                it["tid"].as_u64().expect("a track"),
                it["ts"].as_f64().expect("a time"),
                it["dur"].as_f64().expect("a time"),
                it["args"]["state"].as_str().expect("a state"),
            )
        })
        .collect()
}

#[test]
fn each_try_is_a_slice_on_the_track_of_its_worker_at_its_time() {
    let failure = Failure::new(FailureKind::Program, "no space");
    let (entries, written) = written([
        (0, start(1, 1)),
        (500, start(2, 1)),
        (
            1_500,
            EventKind::TaskRetrying {
                task: id(1),
                attempt: 1,
                of: 2,
                elapsed: std::time::Duration::from_millis(1_500),
                after: std::time::Duration::from_secs(1),
                failure,
            },
        ),
        (2_500, start(1, 2)),
        (
            3_000,
            EventKind::ApplicationId {
                task: id(2),
                id: "app-1".to_owned(),
            },
        ),
        (4_000, succeed(2)),
        (6_000, succeed(1)),
    ]);
    assert_eq!(
        slices(&entries),
        [
            ("Delays(month=1)", 1, 0.0, 1_500_000.0, "to be tried again"),
            ("Delays(month=2)", 2, 500_000.0, 3_500_000.0, "succeeded"),
            ("Delays(month=1)", 1, 2_500_000.0, 3_500_000.0, "succeeded"),
        ]
    );
    assert_eq!((written.slices, written.open, written.workers), (3, 0, 2));
    let args = |at: usize| {
        &entries
            .iter()
            .filter(|it| it["ph"] == "X")
            .nth(at)
            .expect("one")["args"]
    };
    assert_eq!(args(0)["failure"]["cause"], "no space");
    assert_eq!(args(1)["application"], "app-1");
    assert_eq!(args(2)["try"], 2);
    let counts = entries.iter().filter(|it| it["ph"] == "C");
    let counts: Vec<_> = counts
        .map(|it| it["args"]["tasks"].as_u64().expect("a count"))
        .collect();
    assert_eq!(counts, [1, 2, 1, 2, 1, 0]);
}

#[test]
fn a_task_that_requires_others_gives_its_worker_back_and_arrows_lead_there_and_back() {
    let requires = vec![id(2), id(3)];
    let (entries, _) = written([
        (0, start(1, 1)),
        (
            100,
            EventKind::TaskRequires {
                task: id(1),
                requires,
            },
        ),
        (200, start(2, 1)),
        (300, start(3, 1)),
        (900, succeed(2)),
        (950, succeed(3)),
        (1_000, EventKind::TaskResumed { task: id(1) }),
        (2_000, succeed(1)),
    ]);
    let slices = slices(&entries);
    // The first worker does what was required meanwhile.
    assert_eq!(slices[0].1, 1);
    assert_eq!(
        slices[1],
        ("Delays(month=2)", 1, 200_000.0, 700_000.0, "succeeded")
    );
    assert_eq!(slices[3].2, 1_000_000.0);
    let arrows = entries.iter().filter(|it| it["ph"] == "f");
    let to: Vec<_> = arrows
        .map(|it| it["ts"].as_f64().expect("a time"))
        .collect();
    assert_eq!(to, [200_000.0, 300_000.0, 1_000_000.0, 1_000_000.0]);
}

#[test]
fn a_journal_that_ends_in_the_middle_shows_what_was_at_work() {
    let (stop, cause) = (Stop::Gracefully, StopCause::Signal(15));
    let (entries, written) = written([
        (0, start(1, 1)),
        (10, EventKind::StopRequested { stop, cause }),
        (
            700,
            EventKind::TaskMessage {
                task: id(1),
                message: "half\n\"done\"".to_owned(),
            },
        ),
    ]);
    assert_eq!(
        slices(&entries),
        [("Delays(month=1)", 1, 0.0, 700_000.0, "running")]
    );
    assert_eq!(written.open, 1);
    let moments = entries.iter().filter(|it| it["ph"] == "i");
    let names: Vec<_> = moments
        .map(|it| it["name"].as_str().expect("a name"))
        .collect();
    assert_eq!(names.len(), 2);
    assert!(names[0].starts_with("stop: "), "{names:?}");
}

#[test]
fn what_is_kept_does_not_grow_with_the_run() {
    let mut timeline = Timeline::begin(&header(), std::io::sink()).expect("nowhere");
    for n in 0..50_000_i64 {
        let at = began() + SignedDuration::from_micros(n);
        #[allow(clippy::cast_sign_loss)]
        for kind in [start(n as u64, 1), succeed(n as u64)] {
            timeline.event(&Event { at, kind }, None).expect("nowhere");
        }
        assert!(timeline.at_work.is_empty() && timeline.required.is_empty());
    }
    assert_eq!(timeline.slots.len(), 1);
    assert_eq!(timeline.end().expect("nowhere").1.slices, 50_000);
}
