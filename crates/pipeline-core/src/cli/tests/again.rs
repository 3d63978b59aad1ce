//! `retry`, `kill` and `--attach`: runs that were, that died, and that another process does.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::tasks::{Delays, Report};
use super::{Stage, out};
use crate::cli::ExitKind;
use crate::recovery::{Entered, Entry, Live};
use crate::run::RunId;
use crate::task::{ParamValues, Task, TaskId};

const STATE: &str = "--set state_dir=OUT/state";

fn report(stage: &Stage) -> TaskId {
    let folder = stage.path().to_str().expect("UTF-8").to_owned();
    let words = BTreeMap::from([("out".to_owned(), vec![folder])]);
    TaskId::of(&Report::from_params(&mut ParamValues::new(words)).expect("a task"))
}

fn state(stage: &Stage) -> PathBuf {
    stage.path().join("state")
}

/// A run of the report that lives as long as this is kept.
fn living(stage: &Stage) -> Live {
    let id = RunId::new(jiff::Timestamp::now());
    let entry = Entry::new(&id, [report(stage)]);
    match Live::enter(&state(stage), entry).expect("a folder") {
        Entered::In(live, _) => live,
        Entered::Same(other) => panic!("{other:?}"),
    }
}

/// Writes its journal.
fn journal(state: &Path, entry: &Entry, events: &[Value]) {
    let dir = state.join("runs").join(&entry.run);
    std::fs::create_dir_all(&dir).expect("made");
    let mut file = std::fs::File::create(dir.join(crate::journal::FILE)).expect("made");
    let header = json!({
        "journal": 1, "library": "0.1.0", "run": entry.run, "number": 1, "pid": 1,
        "program": "flights", "arguments": ["run", "Report"], "roots": [], "began": entry.began,
    });
    writeln!(file, "{header}").expect("written");
    for event in events {
        let mut event = event.clone();
        event["at"] = json!(entry.began);
        writeln!(file, "{event}").expect("written");
    }
}

fn begin(entry: &Entry) -> Value {
    json!({
        "event": "run_started", "run": entry.run, "dir": "runs/x", "tasks": 5, "complete": 0,
        "unneeded": 0,
    })
}

#[test]
fn retry_runs_what_failed_in_the_last_run_with_what_it_was_given() {
    let stage = Stage::new();
    stage.put("flights-01.csv");
    let failed = stage.show::<(Delays, Report)>(&format!("run Report --out OUT {STATE}"));
    assert_eq!(failed.exit, ExitKind::ExternalMissing, "{}", failed.out);
    stage.put("flights-02.csv");
    out::<(Delays, Report)>(&stage, &format!("retry {STATE} --quiet"));
    assert!(stage.path().join("report.md").exists());
    let listed = out::<(Delays, Report)>(&stage, &format!("history --json {STATE}"));
    let listed: Value = serde_json::from_str(&listed).expect("JSON");
    assert_eq!(listed.as_array().map(Vec::len), Some(2));
}

#[test]
fn retry_asks_for_the_secrets_that_no_journal_keeps() {
    let stage = Stage::new();
    stage.put("flights-01.csv");
    let line = format!("run Delays --month 1 --out OUT {STATE} --carriers panics --token hunter2");
    let failed = stage.show::<(Report, Delays)>(&line);
    assert_eq!(failed.exit, ExitKind::TaskFailed, "{}", failed.err);
    let refused = stage.show::<(Report, Delays)>(&format!("retry {STATE}"));
    assert_eq!(refused.exit, ExitKind::Usage);
    assert!(refused.err.contains("--token"), "{}", refused.err);
    let given = format!("retry {STATE} --token hunter2");
    let again = stage.show::<(Report, Delays)>(&given);
    assert_eq!(again.exit, ExitKind::TaskFailed, "{}", again.err);
    assert!(again.out.contains("Delays(month=1"), "{}", again.out);
}

#[test]
fn the_same_roots_are_refused_while_they_run_with_what_to_write() {
    let stage = Stage::new();
    let live = living(&stage);
    let line = format!("run Report --out OUT {STATE}");
    for name in ["flights-01.csv", "flights-02.csv"] {
        stage.put(name);
    }
    let refused = stage.show::<(Report, Delays)>(&line);
    assert_eq!(refused.exit, ExitKind::Busy, "{}", refused.err);
    let pid = format!("pid {}", std::process::id());
    for word in [
        live.entry.run.as_str(),
        &live.entry.user,
        &pid,
        "--attach",
        "kill",
    ] {
        assert!(refused.err.contains(word), "{word}: {}", refused.err);
    }
    // Another root may run.
    let line = format!("run Delays --month 1 --out OUT {STATE} --quiet");
    out::<(Report, Delays)>(&stage, &line);
    live.leave(Vec::new()).expect("gone");
    out::<(Report, Delays)>(&stage, &format!("run Report --out OUT {STATE} --quiet"));
}

#[test]
fn with_attach_the_other_run_is_shown_and_its_end_is_ours() {
    for succeeds in [true, false] {
        let stage = Stage::new();
        for name in ["flights-01.csv", "flights-02.csv"] {
            stage.put(name);
        }
        let live = living(&stage);
        let task = report(&stage);
        let end = if succeeds {
            json!({ "event": "task_succeeded", "task": task, "elapsed": 1.0 })
        } else {
            let failure = json!({ "kind": "program", "cause": "out of ink" });
            json!({ "event": "task_failed", "task": task, "elapsed": 1.0, "failure": failure })
        };
        let events = [
            begin(&live.entry),
            json!({ "event": "task_complete", "task": delays(&stage, 1) }),
            json!({ "event": "task_complete", "task": delays(&stage, 2) }),
            json!({ "event": "task_started", "task": task, "label": "Report" }),
            end,
            json!({
                "event": "run_finished", "succeeded": 1, "failed": 0, "stopped": 0, "skipped": 0,
                "not_started": 0, "elapsed": 1.5,
            }),
        ];
        journal(&state(&stage), &live.entry, &events);
        let shown =
            stage.show::<(Report, Delays)>(&format!("run Report --out OUT {STATE} --attach"));
        assert!(shown.out.contains("Report"), "{}", shown.out);
        assert!(shown.err.contains(&live.entry.run), "{}", shown.err);
        if succeeds {
            assert_eq!(shown.exit, ExitKind::Success, "{}", shown.out);
        } else {
            assert_eq!(shown.exit, ExitKind::TaskFailed, "{}", shown.out);
            assert!(shown.out.contains("out of ink"), "{}", shown.out);
        }
        assert!(!stage.path().join("report.md").exists(), "nothing was run");
    }
}

fn delays(stage: &Stage, month: u8) -> TaskId {
    TaskId::of(&Delays::new(month, stage.path().to_owned()))
}

#[test]
fn who_follows_a_run_that_dies_is_told_what_to_do() {
    let stage = Stage::new();
    for name in ["flights-01.csv", "flights-02.csv"] {
        stage.put(name);
    }
    let live = living(&stage);
    let dir = state(&stage);
    let entry = live.entry.clone();
    // The journal begins while it is followed, and then the run is killed.
    let other = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(100));
        journal(&dir, &entry, &[begin(&entry)]);
        std::thread::sleep(std::time::Duration::from_millis(100));
        drop(live);
    });
    let shown = stage.show::<(Report, Delays)>(&format!("run Report --out OUT {STATE} --attach"));
    other.join().expect("it ended");
    assert_eq!(shown.exit, ExitKind::Lost, "{}", shown.err);
    assert!(shown.err.contains("died"), "{}", shown.err);
    assert!(
        shown.err.contains("run the same command again"),
        "{}",
        shown.err
    );
}

#[test]
fn the_next_run_says_what_one_that_died_left() {
    let stage = Stage::new();
    for name in ["flights-01.csv", "flights-02.csv"] {
        stage.put(name);
    }
    let live = living(&stage);
    let (one, two) = (delays(&stage, 1), delays(&stage, 2));
    let events = [
        begin(&live.entry),
        json!({ "event": "task_started", "task": one, "label": "Delays(month=1)" }),
        json!({ "event": "task_started", "task": two, "label": "Delays(month=2)" }),
        json!({ "event": "task_succeeded", "task": one, "elapsed": 1.0 }),
    ];
    journal(&state(&stage), &live.entry, &events);
    let died = live.entry.run.clone();
    drop(live);
    let line = format!("run Report --out OUT {STATE}");
    let shown = out::<(Report, Delays)>(&stage, &line);
    let told = format!("run {died} died: 1 task done, 1 at work: Delays(month=2)");
    assert!(shown.contains(&told), "{shown}");
    // It is told once: this run has taken it over.
    let shown = out::<(Report, Delays)>(&stage, &line);
    assert!(!shown.contains("died"), "{shown}");
}

#[test]
fn kill_says_what_a_dead_run_has_left_and_what_nobody_can_stop() {
    let stage = Stage::new();
    let none = out::<(Report, Delays)>(&stage, &format!("kill {STATE}"));
    assert!(none.contains("no run is at work"), "{none}");
    let live = living(&stage);
    let task = delays(&stage, 1);
    let events = [
        begin(&live.entry),
        json!({ "event": "task_started", "task": task, "label": "Delays(month=1)" }),
        json!({ "event": "submitted", "task": task, "submitter": "pigeon", "handle": {} }),
    ];
    journal(&state(&stage), &live.entry, &events);
    drop(live);
    let shown = stage.show::<(Report, Delays)>(&format!("kill {STATE}"));
    assert_eq!(shown.exit, ExitKind::Lost, "{}", shown.err);
    assert!(shown.out.contains("Delays(month=1)"), "{}", shown.out);
    assert!(shown.err.contains("pigeon"), "{}", shown.err);
    let unknown = stage.show::<(Report, Delays)>(&format!("kill 1999 {STATE}"));
    assert_eq!(unknown.exit, ExitKind::Usage);
}
