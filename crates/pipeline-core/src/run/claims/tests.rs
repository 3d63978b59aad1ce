use std::process::{Command, Stdio};
use std::time::Duration;

use super::Claims;
use crate::task::TaskId;

fn id(text: &str) -> TaskId {
    text.parse().expect("an id")
}

fn one() -> TaskId {
    id("00000000000000000000000000000001")
}

fn two() -> TaskId {
    id("ffffffffffffffffffffffffffffffff")
}

/// Takes a claim whose run is gone. A child of another test may have inherited it, and keeps it
/// until that one ends.
fn gets(claims: &Claims, task: TaskId) {
    claims.take(task).expect("taken");
}

type Open = fn(&std::path::Path) -> Claims;

const WAYS: [Open; 2] = [
    |dir| Claims::open(dir).expect("claims"),
    |dir| Claims::in_files(dir).expect("claims"),
];

#[test]
fn of_two_runs_one_has_a_task_and_they_may_have_different_ones() {
    for open in WAYS {
        let dir = tempfile::tempdir().expect("a folder");
        let (ours, theirs) = (open(dir.path()), open(dir.path()));
        assert!(ours.try_take(one()).expect("asked"));
        assert!(ours.try_take(one()).expect("asked"), "it is ours");
        assert!(!theirs.try_take(one()).expect("asked"));
        assert!(theirs.try_take(two()).expect("asked"));
        assert!(!ours.try_take(two()).expect("asked"));
        theirs.give_up(one());
        assert!(!theirs.try_take(one()).expect("asked"), "it is not theirs");
        ours.give_up(one());
        assert!(theirs.try_take(one()).expect("asked"));
        drop(theirs);
        assert!(
            ours.try_take(one()).expect("asked"),
            "the other run is gone"
        );
        assert!(
            ours.try_take(two()).expect("asked"),
            "the other run is gone"
        );
    }
}

#[test]
fn who_waits_for_a_claim_gets_it_when_it_is_given_up() {
    for open in WAYS {
        let dir = tempfile::tempdir().expect("a folder");
        let (ours, theirs) = (open(dir.path()), open(dir.path()));
        assert!(ours.try_take(one()).expect("asked"));
        let (send, received) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            send.send("waits").expect("heard");
            theirs.take(one()).expect("taken");
            send.send("has it").expect("heard");
            theirs
        });
        assert_eq!(received.recv(), Ok("waits"));
        assert!(received.recv_timeout(Duration::from_millis(50)).is_err());
        ours.give_up(one());
        assert_eq!(received.recv(), Ok("has it"));
    }
}

#[test]
fn what_a_run_has_started_keeps_its_claims_and_a_claim_that_is_given_up_is_free_all_the_same() {
    for open in WAYS {
        let dir = tempfile::tempdir().expect("a folder");
        let (ours, theirs) = (open(dir.path()), open(dir.path()));
        assert!(ours.try_take(one()).expect("asked"));
        assert!(ours.try_take(two()).expect("asked"));
        let mut child = Command::new("cat")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("a child");
        ours.give_up(two());
        assert!(theirs.try_take(two()).expect("asked"));
        drop(ours);
        assert!(!theirs.try_take(one()).expect("asked"), "the child lives");
        drop(child.stdin.take());
        child.wait().expect("ended");
        gets(&theirs, one());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_run_knows_whether_another_has_been_there_since_it_began() {
    let dir = tempfile::tempdir().expect("a folder");
    let first = Claims::open(dir.path()).expect("claims");
    assert!(!first.has_company());
    let second = Claims::open(dir.path()).expect("claims");
    assert!(second.has_company(), "the first is there");
    drop(second);
    assert!(first.has_company(), "one came and went");
    drop(first);
    let third = Claims::open(dir.path()).expect("claims");
    assert!(!third.has_company(), "nobody has been there since");
}
