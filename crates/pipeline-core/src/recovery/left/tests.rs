use std::io::Write;

use jiff::Timestamp;
use serde_json::json;

use super::*;
use crate::failure::{Failure, FailureKind};
use crate::run::RunId;

fn task(n: u8) -> TaskId {
    format!("{n:032x}").parse().expect("an id")
}

fn entry(run: u16) -> Entry {
    let id = RunId::with_suffix(Timestamp::UNIX_EPOCH, run);
    Entry {
        run: id.to_string(),
        ..Entry::new(&id, [task(0)])
    }
}

/// Writes the journal of a run that died after these events, in the middle of a line.
fn journal(state: &Path, entry: &Entry, events: Vec<EventKind>) {
    let dir = state.join("runs").join(&entry.run);
    std::fs::create_dir_all(&dir).expect("made");
    let mut file = std::fs::File::create(dir.join(crate::journal::FILE)).expect("made");
    let header = json!({
        "journal": 1, "library": "0.1.0", "run": entry.run, "pid": entry.pid, "program": "p",
        "arguments": [], "roots": [], "began": entry.began,
    });
    writeln!(file, "{header}").expect("written");
    for kind in events {
        let event = Event {
            at: entry.began,
            kind,
        };
        let line = serde_json::to_string(&event).expect("plain data");
        writeln!(file, "{line}").expect("written");
    }
    write!(file, "{{\"at\":").expect("written");
}

fn started(n: u8) -> EventKind {
    EventKind::TaskStarted {
        task: task(n),
        label: format!("T(n={n})"),
        attempt: 1,
    }
}

fn submitted(n: u8, driver: &str) -> EventKind {
    EventKind::Submitted {
        task: task(n),
        submitter: "spark-submit".to_owned(),
        handle: json!({ "driver": driver }),
    }
}

fn succeeded(n: u8) -> EventKind {
    EventKind::TaskSucceeded {
        task: task(n),
        elapsed: std::time::Duration::from_secs(1),
    }
}

fn retrying(n: u8) -> EventKind {
    EventKind::TaskRetrying {
        task: task(n),
        attempt: 1,
        of: 2,
        elapsed: std::time::Duration::from_secs(1),
        after: std::time::Duration::from_secs(1),
        failure: Failure::new(FailureKind::Program, "no"),
    }
}

fn driver(resume: &HashMap<TaskId, Resume>, n: u8) -> Option<&str> {
    resume.get(&task(n))?.submission.as_ref()?.handle["driver"].as_str()
}

#[test]
fn what_a_run_had_begun_is_open_with_what_it_had_handed_over() {
    let state = tempfile::tempdir().expect("a folder");
    let dead = entry(1);
    let id = EventKind::ApplicationId {
        task: task(2),
        id: "app-2".to_owned(),
    };
    let events = vec![
        started(1),
        started(2),
        submitted(2, "driver-2"),
        id,
        started(3),
        submitted(1, "driver-1"),
        succeeded(1),
    ];
    journal(state.path(), &dead, events);
    let earlier = Earlier::read(state.path(), vec![dead]);
    let left = &earlier.runs[0];
    assert_eq!((left.done, left.unreadable.as_deref()), (1, None));
    assert_eq!(left.tasks(), [task(2), task(3)]);
    assert_eq!(left.labels[&task(3)], "T(n=3)");
    let resume = earlier.resume();
    assert_eq!(driver(&resume, 2), Some("driver-2"));
    let submission = resume[&task(2)].submission.as_ref().expect("one");
    assert_eq!(submission.application.as_deref(), Some("app-2"));
    assert_eq!(resume[&task(3)].submission, None);
    assert!(!resume.contains_key(&task(1)));
}

#[test]
fn the_last_of_several_dead_runs_counts_and_one_that_had_only_begun_does_not() {
    let state = tempfile::tempdir().expect("a folder");
    let (first, second, third) = (entry(1), entry(2), entry(3));
    let events = (1..5).flat_map(|n| [started(n), submitted(n, "old")]);
    journal(state.path(), &first, events.collect());
    let events = vec![
        started(1),
        submitted(1, "new"),
        started(2),
        started(3),
        succeeded(3),
        started(4),
        retrying(4),
        started(4),
    ];
    journal(state.path(), &second, events);
    // It died before it had a journal.
    let earlier = Earlier::read(state.path(), vec![first, second, third]);
    let resume = earlier.resume();
    assert_eq!(driver(&resume, 1), Some("new"));
    assert_eq!(driver(&resume, 2), Some("old"), "nobody had looked for it");
    assert!(!resume.contains_key(&task(3)), "its end was seen");
    assert_eq!(driver(&resume, 4), None, "the old one had failed");
    assert_eq!(resume[&task(4)].submission, None);
    assert_eq!(earlier.runs[2].tasks(), []);
}

#[test]
fn what_a_later_run_has_taken_over_is_not_open() {
    let state = tempfile::tempdir().expect("a folder");
    let mut dead = entry(1);
    journal(state.path(), &dead, vec![started(1), started(2)]);
    dead.open = Some(vec![task(2)]);
    let earlier = Earlier::read(state.path(), vec![dead]);
    assert_eq!(earlier.runs[0].tasks(), [task(2)]);
}

#[test]
fn a_journal_that_cannot_be_read_is_told() {
    let state = tempfile::tempdir().expect("a folder");
    let dead = entry(1);
    let dir = state.path().join("runs").join(&dead.run);
    std::fs::create_dir_all(&dir).expect("made");
    std::fs::write(
        dir.join(crate::journal::FILE),
        "{\"journal\":99,\"library\":\"9.0\"}\n",
    )
    .expect("written");
    let earlier = Earlier::read(state.path(), vec![dead]);
    let why = earlier.runs[0].unreadable.as_deref().expect("a reason");
    assert!(why.contains("version 99"), "{why}");
}
