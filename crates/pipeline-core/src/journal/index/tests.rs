//! The index against the journals that it is made of.

use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use jiff::Timestamp;

use super::super::{Journal, Root};
use super::*;
use crate::failure::{Failure, FailureKind};
use crate::journal::{Header, RunEnd};
use crate::run::{Event, EventKind, RunId, State, StopCause};
use crate::task::TaskId;

fn id(number: u32) -> TaskId {
    format!("{number:032x}").parse().expect("an id")
}

/// A run that goes on.
struct Going {
    journal: Journal,
    at: Timestamp,
}

impl Going {
    /// Begins at this second, by a clock that may have been set.
    fn begin(state: &Path, second: i64) -> Self {
        let at = Timestamp::new(second, 0).expect("a time");
        let root = Root {
            task: id(1),
            label: "Report".to_owned(),
        };
        let command = ["flights".to_owned(), "run".to_owned()];
        let mut header = Header::new(at, &command, vec![root].into_iter());
        let id = RunId::with_suffix(at, 7);
        let journal = Journal::begin(state, &id, &mut header).expect("a journal");
        Self { journal, at }
    }

    fn tell(mut self, seconds: i64, kind: EventKind) -> Self {
        self.at += jiff::SignedDuration::from_secs(seconds);
        let event = Event { at: self.at, kind };
        self.journal
            .append([&event], |_| None)
            .expect("it is written");
        self
    }

    fn start(self, task: u32, label: &str) -> Self {
        let (task, label, attempt) = (id(task), label.to_owned(), 1);
        self.tell(
            0,
            EventKind::TaskStarted {
                task,
                label,
                attempt,
            },
        )
    }

    /// A task starts and succeeds after so many seconds.
    fn does(self, task: u32, label: &str, seconds: u32) -> Self {
        let elapsed = Duration::from_secs(seconds.into());
        let task_id = id(task);
        self.start(task, label).tell(
            seconds.into(),
            EventKind::TaskSucceeded {
                task: task_id,
                elapsed,
            },
        )
    }

    fn fails(self, task: u32, label: &str, cause: &str) -> Self {
        let failed = EventKind::TaskFailed {
            task: id(task),
            elapsed: Duration::from_secs(1),
            failure: Failure::new(FailureKind::Program, cause),
        };
        self.start(task, label).tell(1, failed)
    }

    fn finish(self, succeeded: usize, failed: usize) {
        self.tell(
            0,
            EventKind::RunFinished {
                succeeded,
                failed,
                stopped: 0,
                skipped: 0,
                not_started: 0,
                elapsed: Duration::from_secs(9),
            },
        );
    }
}

fn listed(state: &Path) -> Vec<(u64, RunEnd)> {
    let rows = Index::with(state, |index| index.runs()).expect("an index");
    let rows = rows.into_iter();
    rows.map(|row| (row.header.number, row.end)).collect()
}

#[test]
fn runs_are_listed_by_their_order_and_not_by_the_clock() {
    let state = tempfile::tempdir().expect("a folder");
    // The clock was set back between the first two, and further for the third.
    Going::begin(state.path(), 9_000_000)
        .does(1, "A", 3)
        .finish(1, 0);
    let second = Going::begin(state.path(), 5_000_000).fails(1, "A", "no disk");
    second.finish(0, 1);
    let third = Going::begin(state.path(), 1_000_000).start(1, "A");
    let stopped = Going::begin(state.path(), 1_000_000).tell(
        4,
        EventKind::StopRequested {
            stop: crate::run::Stop::Gracefully,
            cause: StopCause::Signal(2),
        },
    );
    stopped.finish(0, 0);
    let known = [
        (4, RunEnd::Stopped),
        (2, RunEnd::Failed),
        (1, RunEnd::Succeeded),
    ];
    assert_eq!(listed(state.path()), known, "the third lives");
    drop(third);
    let mut all = known.to_vec();
    all.insert(1, (3, RunEnd::Interrupted));
    assert_eq!(listed(state.path()), all);
    let rows = Index::with(state.path(), |index| index.runs()).expect("an index");
    let [stopped, dead, failed, good] = rows.as_slice() else {
        panic!("{rows:?}");
    };
    assert_eq!(stopped.cause.as_deref(), Some("SIGINT"));
    assert_eq!(stopped.elapsed, Duration::from_secs(4));
    assert_eq!((dead.counts.running, dead.cause.as_deref()), (1, None));
    assert_eq!(failed.cause.as_deref(), Some("A: no disk"));
    assert_eq!(good.counts.succeeded, 1);
    assert_eq!(good.header.roots[0].label, "Report");
}

#[test]
fn a_number_is_never_given_twice_also_when_its_file_is_gone() {
    let state = tempfile::tempdir().expect("a folder");
    Going::begin(state.path(), 5).finish(0, 0);
    Going::begin(state.path(), 5).finish(0, 0);
    std::fs::remove_file(state.path().join("last-run")).expect("it is there");
    Going::begin(state.path(), 5).finish(0, 0);
    let numbers: Vec<u64> = listed(state.path()).into_iter().map(|it| it.0).collect();
    assert_eq!(numbers, [3, 2, 1]);
}

#[test]
fn a_task_is_found_by_id_by_label_and_by_type_the_last_run_first() {
    let state = tempfile::tempdir().expect("a folder");
    let first = Going::begin(state.path(), 1).does(0x1234_5678, "Delays(month=1)", 3);
    first
        .fails(2, "Delays(month=2)", "no such month")
        .finish(1, 1);
    let second = Going::begin(state.path(), 2).tell(
        0,
        EventKind::TaskComplete {
            task: id(0x1234_5678),
        },
    );
    second.does(2, "Delays(month=2)", 5).finish(1, 0);
    let found = |word: &str| {
        let rows = Index::with(state.path(), |index| index.tasks_called(word));
        let rows = rows.expect("an index").into_iter();
        rows.map(|row| (row.label, row.state, row.cause))
            .collect::<Vec<_>>()
    };
    let one = ("Delays(month=1)".to_owned(), State::Succeeded, None);
    let bad = (
        "Delays(month=2)".to_owned(),
        State::Failed,
        Some("no such month".to_owned()),
    );
    let good = ("Delays(month=2)".to_owned(), State::Succeeded, None);
    assert_eq!(found("Delays(month=2)"), [good.clone(), bad.clone()]);
    assert_eq!(found("Delays"), [good, bad, one.clone()]);
    assert_eq!(found("00000000000000000000000012345678"), [one]);
    assert_eq!(found("1234"), [], "too short to be an id");
    assert_eq!(found("*"), []);
}

#[test]
fn a_damaged_index_and_one_of_another_version_are_made_anew() {
    let state = tempfile::tempdir().expect("a folder");
    Going::begin(state.path(), 1).does(1, "A", 3).finish(1, 0);
    let known = [(1, RunEnd::Succeeded)];
    assert_eq!(listed(state.path()), known);
    let file = state.path().join(FILE);
    let mode = file.metadata().expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);

    std::fs::write(&file, "no database").expect("a file");
    assert_eq!(listed(state.path()), known);

    // Its first page is right, the others are not.
    let mut bytes = std::fs::read(&file).expect("the file");
    bytes[4096..].fill(0xa5);
    std::fs::write(&file, bytes).expect("the file");
    assert_eq!(listed(state.path()), known);

    let connection = Connection::open(&file).expect("a database");
    let other = "DROP TABLE tasks; CREATE TABLE \"a \"\"b\" (x); PRAGMA user_version = 77;";
    connection.execute_batch(other).expect("another version");
    drop(connection);
    assert_eq!(listed(state.path()), known);

    let connection = Connection::open(&file).expect("a database");
    let strange = "UPDATE runs SET header = '{}'";
    connection.execute_batch(strange).expect("a strange row");
    drop(connection);
    assert_eq!(listed(state.path()), known);
}

#[test]
fn what_is_gone_from_the_folder_is_gone_from_the_index() {
    let state = tempfile::tempdir().expect("a folder");
    Going::begin(state.path(), 1).does(1, "A", 3).finish(1, 0);
    Going::begin(state.path(), 2).does(1, "A", 5).finish(1, 0);
    assert_eq!(listed(state.path()).len(), 2);
    let first = super::super::runs(state.path()).expect("a list").remove(0);
    std::fs::remove_dir_all(first.dir).expect("it is there");
    assert_eq!(listed(state.path()), [(2, RunEnd::Succeeded)]);
    let found = Index::with(state.path(), |index| index.tasks_called("A"));
    assert_eq!(found.expect("an index").len(), 1);
}

#[test]
fn an_estimate_is_the_median_of_the_last_five_successes_of_the_task_or_of_its_type() {
    use crate::run::testing::{Spec, World};
    let world = World::new([
        Spec {
            needs: vec![1],
            ..Spec::default()
        },
        Spec::default(),
    ]);
    let plan = world.plan(&[0]);
    let known = plan.nodes()[0].id;
    let state = tempfile::tempdir().expect("a folder");
    for (second, seconds) in [900_u32, 10, 20, 30, 40, 50].into_iter().enumerate() {
        let started = EventKind::TaskStarted {
            task: known,
            label: "Toy(n=1)".to_owned(),
            attempt: 1,
        };
        let ended = EventKind::TaskSucceeded {
            task: known,
            elapsed: Duration::from_secs(seconds.into()),
        };
        let going = Going::begin(state.path(), second as i64);
        going.tell(0, started).tell(1, ended).finish(1, 0);
    }
    Going::begin(state.path(), 1)
        .fails(9, "Toy(n=9)", "no")
        .finish(0, 1);
    Going::begin(state.path(), 1)
        .does(8, "Toy(n=8)", 1)
        .finish(1, 0);
    let estimates = Index::with(state.path(), |index| index.estimates(&plan));
    let estimates = estimates.expect("an index");
    assert_eq!(estimates.of(known, "Toy"), Some(Duration::from_secs(30)));
    // The last five of the type: 1, 50, 40, 30, 20.
    let other = plan.nodes()[1].id;
    assert_eq!(estimates.of(other, "Toy"), Some(Duration::from_secs(30)));
    assert_eq!(estimates.of(other, "Other"), None);
}

#[test]
fn many_who_ask_at_once_all_get_an_answer() {
    let state = tempfile::tempdir().expect("a folder");
    for second in 0..20 {
        Going::begin(state.path(), second)
            .does(1, "A", 3)
            .finish(1, 0);
    }
    std::thread::scope(|scope| {
        let ask = || listed(state.path()).len();
        let asking: Vec<_> = (0..8).map(|_| scope.spawn(ask)).collect();
        for asked in asking {
            assert_eq!(asked.join().expect("no panic"), 20);
        }
    });
}
