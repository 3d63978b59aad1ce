//! Written, cut, read back.

mod events;

use std::fs::{OpenOptions, read, write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::run::{Event, EventKind, RunId};

fn header() -> Header {
    let began = Timestamp::UNIX_EPOCH;
    let command = ["flights".to_owned(), "--month=1".to_owned()];
    let root = Root {
        task: "89546db2bc1fe2b9f1eefcd97a8229e7".parse().expect("an id"),
        label: "Report".to_owned(),
    };
    Header::new(began, &command, vec![root].into_iter())
}

fn begin(state: &Path) -> Journal {
    let id = RunId::with_suffix(Timestamp::UNIX_EPOCH, 7);
    Journal::begin(state, &id, &mut header()).expect("a journal")
}

fn said(message: &str) -> Event {
    Event {
        at: Timestamp::UNIX_EPOCH,
        kind: EventKind::TaskMessage {
            task: "00000000000000000000000000000001".parse().expect("an id"),
            message: message.to_owned(),
        },
    }
}

fn append(journal: &mut Journal, events: &[Event]) {
    journal.append(events, |_| None).expect("it is written");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_was_written_is_read_back(
        turns in prop::collection::vec(prop::collection::vec(events::event(), 0..4), 0..6)
    ) {
        let state = tempfile::tempdir().expect("a folder");
        let mut journal = begin(state.path());
        for turn in &turns {
            append(&mut journal, turn);
        }
        let record = Record::read(journal.dir()).expect("a record");
        prop_assert_eq!(record.events, turns.concat());
        prop_assert_eq!(&record.unread, &Vec::<u64>::new());
        prop_assert_eq!(&record.header.run, journal.id().as_str());
    }

    /// However the file is cut, what is read is what was written first.
    #[test]
    fn a_file_that_is_cut_anywhere_reads_as_a_prefix(
        events in prop::collection::vec(events::event(), 1..6),
        at in any::<prop::sample::Index>(),
    ) {
        let state = tempfile::tempdir().expect("a folder");
        let mut journal = begin(state.path());
        append(&mut journal, &events);
        let file = journal.dir().join(FILE);
        let whole = read(&file).expect("the file");
        let cut = at.index(whole.len());
        write(&file, &whole[..cut]).expect("the file");
        let ends: Vec<usize> = memchr::memchr_iter(b'\n', &whole[..cut]).collect();
        match Record::read(journal.dir()) {
            Ok(record) => {
                prop_assert_eq!(&record.events, &events[..ends.len() - 1]);
                prop_assert!(record.unread.is_empty());
            }
            Err(RecordError::Empty(_)) => prop_assert!(ends.is_empty()),
            Err(error) => prop_assert!(false, "{}", error),
        }
    }
}

#[test]
fn a_reader_goes_on_where_the_run_goes_on() {
    let state = tempfile::tempdir().expect("a folder");
    let mut journal = begin(state.path());
    append(&mut journal, &[said("one")]);
    let mut reader = Reader::open(journal.dir()).expect("a reader");
    assert_eq!(reader.next().expect("one").expect("read"), said("one"));
    assert!(reader.next().is_none());
    // Half a line, which the writer takes back, and then another.
    let file = OpenOptions::new()
        .append(true)
        .open(journal.dir().join(FILE));
    let mut file = file.expect("the file");
    let whole = file.metadata().expect("it is there").len();
    std::io::Write::write_all(&mut file, b"{\"at\":\"2026-").expect("half a line");
    assert!(reader.next().is_none());
    file.set_len(whole).expect("it is shorter");
    append(&mut journal, &[said("two"), said("three")]);
    assert_eq!(reader.next().expect("two").expect("read"), said("two"));
    assert_eq!(reader.next().expect("three").expect("read"), said("three"));
    assert!(reader.next().is_none());
}

#[test]
fn what_a_file_system_lost_between_lines_is_told_and_the_rest_is_read() {
    let state = tempfile::tempdir().expect("a folder");
    let mut journal = begin(state.path());
    append(&mut journal, &[said("one"), said("two"), said("three")]);
    let file = journal.dir().join(FILE);
    let text = String::from_utf8(read(&file).expect("the file")).expect("UTF-8");
    let lost = text.replace("\"two\"", "\"t\0\0");
    write(&file, lost).expect("the file");
    let record = Record::read(journal.dir()).expect("a record");
    assert_eq!(record.events, [said("one"), said("three")]);
    assert_eq!(record.unread, [3]);
}

#[test]
fn a_journal_of_another_version_is_refused_by_name() {
    let state = tempfile::tempdir().expect("a folder");
    let file = state.path().join(FILE);
    write(&file, "{\"journal\":9,\"library\":\"3.0.0\",\"new\":[]}\n").expect("a file");
    let error = Record::read(state.path()).expect_err("another version");
    let told = error.to_string();
    assert!(
        told.contains("a journal of version 9, written by version 3.0.0 of the library"),
        "{told}"
    );
    assert!(told.contains("reads version 1"), "{told}");
    write(&file, "something else\n").expect("a file");
    let told = Record::read(state.path())
        .expect_err("no journal")
        .to_string();
    assert!(told.contains("not that of a journal"), "{told}");
    write(&file, "{\"journal\":1").expect("a file");
    let error = Record::read(state.path()).expect_err("cut");
    assert!(matches!(error, RecordError::Empty(_)), "{error}");
}

#[test]
fn two_runs_of_one_id_get_folders_of_their_own() {
    let state = tempfile::tempdir().expect("a folder");
    let (first, second) = (begin(state.path()), begin(state.path()));
    assert_ne!(first.id(), second.id());
    assert!(second.id().as_str().starts_with("1970-01-01T00-00-00Z-"));
    let found = runs(state.path()).expect("a list");
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|run| !run.is_dead()));
    drop(first);
    assert_eq!(found.iter().filter(|run| run.is_dead()).count(), 1);
}

#[test]
fn the_folder_and_its_files_are_for_their_owner_alone() {
    let state = tempfile::tempdir().expect("a folder");
    let journal = begin(state.path());
    let mode = |path: &Path| path.metadata().expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(journal.dir()), 0o700);
    assert_eq!(mode(&journal.dir().join(FILE)), 0o600);
    assert_eq!(mode(&journal.dir().join("lock")), 0o600);
}

#[test]
fn what_happened_while_nothing_could_be_written_is_written_later_in_its_order() {
    let state = tempfile::tempdir().expect("a folder");
    let mut journal = begin(state.path());
    append(&mut journal, &[said("one")]);
    journal.keep(&[said("two")], |_| None);
    append(&mut journal, &[said("three")]);
    let record = Record::read(journal.dir()).expect("a record");
    assert_eq!(record.events, [said("one"), said("two"), said("three")]);
}

#[test]
fn a_label_stands_beside_the_event_of_a_task_that_no_other_line_names() {
    let state = tempfile::tempdir().expect("a folder");
    let mut journal = begin(state.path());
    let task = "00000000000000000000000000000002".parse().expect("an id");
    let complete = Event {
        at: Timestamp::UNIX_EPOCH,
        kind: EventKind::TaskComplete { task },
    };
    journal
        .append(std::slice::from_ref(&complete), |_| {
            Some("Flights(month=\"1\")".to_owned())
        })
        .expect("it is written");
    let record = Record::read(journal.dir()).expect("a record");
    assert_eq!(record.events, [complete]);
    assert_eq!(record.labels[&task], "Flights(month=\"1\")");
}
