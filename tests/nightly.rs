//! `examples/nightly`: thirty days that were missed are filled, one of which fails at first; then
//! their month on Spark, held against plain Rust.

#[allow(unreachable_pub)]
mod support;

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use flate2::read::GzDecoder;
use serde::Deserialize;
use serde_json::Value;
use support::{Done, Folder};

/// June of 2013, all of it.
const JUNE: [&str; 4] = ["backfill", "Day", "--date", "2013-06-01..2013-07-01"];

fn run(folder: &Folder, arguments: &[&str]) -> Done {
    let config = ["--config", "examples/nightly/pipeline.toml"];
    let arguments: Vec<&str> = arguments.iter().copied().chain(config).collect();
    folder.run("nightly", &arguments)
}

/// The tasks that an event of this name is about, in order, by their labels.
fn tasks(events: &[Value], name: &str) -> Vec<String> {
    let mut labels = BTreeMap::new();
    let mut found = Vec::new();
    for event in events {
        let task = event["task"].as_str().map(str::to_owned);
        if let (Some(task), Some(label)) = (&task, event["label"].as_str()) {
            labels.insert(task.clone(), label.to_owned());
        }
        if event["event"] == name {
            found.push(labels[&task.expect("an event of a task")].clone());
        }
    }
    found
}

fn day(number: u8) -> String {
    format!("Day(date=2013-06-{number:02})")
}

#[test]
fn thirty_nights_are_made_up_for_though_one_fails_at_first_and_the_month_is_right() {
    let folder = Folder::new();
    run(&folder, &JUNE)
        .code(0)
        .says("0 of 30 are complete; filling 30 gaps, oldest first")
        .says("the flights of 2013-06-13 are not delivered yet");
    let events = folder.events();
    assert_eq!(tasks(&events, "task_retrying"), [day(13)]);
    assert_eq!(tasks(&events, "task_failed"), [""; 0]);
    assert_eq!(tasks(&events, "task_succeeded").len(), 30);
    let mut started = tasks(&events, "task_started");
    let tries = started.iter().filter(|label| **label == day(13));
    assert_eq!(tries.count(), 2);
    // Each day once, the oldest first; the second try of the 13th comes when its wait is over.
    let second = started.iter().rposition(|label| *label == day(13));
    started.remove(second.expect("the 13th"));
    assert_eq!(started, (1..=30).map(day).collect::<Vec<_>>());
    assert!(!folder.exists("out/nightly/notes"));

    run(&folder, &JUNE)
        .code(0)
        .says("nothing to fill: all 30 are complete");

    let before = folder.events().len();
    run(&folder, &["run", "Report", "--month", "2013-06"]).code(0);
    one_spark_at_a_time(&folder.events()[before..]);
    as_recomputed(&folder);
    folder.wait_until_nobody_is_left();
}

/// `resources(spark = 1)`, of which there is one.
fn one_spark_at_a_time(events: &[Value]) {
    let mut at_work: i32 = 0;
    let mut sparks = 0;
    for event in events {
        let is_third = |event: &Value| {
            let started = events
                .iter()
                .find(|it| it["event"] == "task_started" && it["task"] == event["task"]);
            started.is_some_and(|it| {
                it["label"]
                    .as_str()
                    .is_some_and(|it| it.starts_with("Third"))
            })
        };
        match event["event"].as_str() {
            Some("task_started") if is_third(event) => {
                at_work += 1;
                sparks += 1;
            }
            Some("task_succeeded") if is_third(event) => at_work -= 1,
            _ => {}
        }
        assert!(at_work <= 1, "two Sparks at once: {event}");
    }
    assert_eq!(sparks, 3);
}

#[derive(Deserialize)]
struct Flight {
    day: u8,
    carrier: String,
    dep_delay: Option<f64>,
}

#[derive(Deserialize)]
struct Row {
    date: String,
    carrier: String,
    delay: Option<f64>,
    flights: i64,
}

/// Every carrier of every day, its flights that left and the minutes they were late in all.
fn recomputed() -> BTreeMap<(String, String), (i64, f64)> {
    let mut sums: BTreeMap<_, (i64, f64)> = BTreeMap::new();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data/flights-2013-06.csv.gz");
    let file = File::open(path).expect("the month's file");
    for flight in csv::Reader::from_reader(GzDecoder::new(file)).deserialize() {
        let flight: Flight = flight.expect("a flight");
        let key = (format!("2013-06-{:02}", flight.day), flight.carrier);
        let sum = sums.entry(key).or_default();
        if let Some(delay) = flight.dep_delay {
            sum.0 += 1;
            sum.1 += delay;
        }
    }
    sums
}

fn as_recomputed(folder: &Folder) {
    let mut expected = recomputed();
    let mut by_day: BTreeMap<String, i64> = BTreeMap::new();
    for (_, text) in folder.texts("out/nightly/delays", ".json") {
        for line in text.lines() {
            let row: Row = serde_json::from_str(line).expect("a row");
            let key = (row.date.clone(), row.carrier);
            let (flights, late) = expected.remove(&key).expect("a carrier that flew, once");
            assert_eq!(row.flights, flights, "{key:?}");
            *by_day.entry(row.date).or_default() += flights;
            match row.delay {
                #[allow(clippy::cast_precision_loss)] // far below 2^53
                Some(delay) => {
                    let mean = late / flights as f64;
                    assert!((delay - mean).abs() < 1e-9, "{key:?}: {delay}, not {mean}");
                }
                None => assert_eq!(flights, 0, "{key:?}"),
            }
        }
    }
    assert!(expected.is_empty(), "not in the answer: {expected:?}");
    assert_eq!(by_day.len(), 30);
    let report = folder.path("out/nightly/report-2013-06.md");
    let report = std::fs::read_to_string(report).expect("the report");
    for (day, flights) in by_day {
        assert!(
            report.contains(&format!("\n| {day} | {flights} |")),
            "{report}"
        );
    }
}

#[test]
fn a_night_that_fails_for_good_leaves_a_note_and_the_next_run_makes_up_for_it() {
    let folder = Folder::new();
    let night = ["--set", "now=2013-06-14T02:00"];
    let once = ["--set", "Day.retries=0"];
    run(&folder, &[night, once].concat())
        .code(1)
        .says("the flights of 2013-06-13 are not delivered yet");
    let note = std::fs::read_to_string(folder.path("out/nightly/notes/2013-06-13.txt"));
    let note = note.expect("the note");
    assert!(
        note.contains("2013-06-13: ") && note.contains("not delivered yet"),
        "{note}"
    );
    // What yesterday was is in the journal and in the name of what was written.
    run(&folder, &night).code(0);
    assert!(folder.exists("out/nightly/days/2013-06-13.csv"));
}

#[test]
fn what_the_archive_does_not_have_is_an_external_that_is_missing() {
    let folder = Folder::new();
    run(&folder, &["--date", "2012-12-31"])
        .code(4)
        .says("flights-2012-12.csv.gz");
}
