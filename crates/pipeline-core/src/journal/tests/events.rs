//! Any events at all.

use std::time::Duration;

use jiff::Timestamp;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::failure::{Failure, FailureKind};
use crate::run::{Event, EventKind, Stop, StopCause};
use crate::task::TaskId;

/// A text with what is special in JSON and in files of lines.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z0-9 =()/.-]{0,20}",
        any::<String>(),
        Just("line\nline\r\n,\"label\":\"x\"\u{0}\u{1b}[31m".to_owned()),
    ]
}

fn task() -> impl Strategy<Value = TaskId> {
    any::<u128>().prop_map(|id| format!("{id:032x}").parse().expect("an id"))
}

/// Whole microseconds up to a month: what is kept as a decimal number of seconds.
fn time() -> impl Strategy<Value = Duration> {
    (0_u64..2_600_000_000_000).prop_map(Duration::from_micros)
}

fn failure() -> impl Strategy<Value = Failure> {
    let kind = prop_oneof![
        Just(FailureKind::Program),
        Just(FailureKind::OutputMissing),
        Just(FailureKind::Lost),
        Just(FailureKind::TimedOut),
        Just(FailureKind::Upstream),
    ];
    let more = (
        option::of(text()),
        option::of(text()),
        option::of(any::<i32>()),
    );
    let lists = (
        vec(text(), 0..3),
        vec(text(), 0..3),
        vec(task(), 0..3),
        any::<bool>(),
    );
    (kind, text(), more, lists).prop_map(|(kind, cause, more, lists)| Failure {
        context: lists.0,
        last_lines: lists.1,
        because: lists.2,
        permanent: lists.3,
        rerun: more.0.clone(),
        hint: more.1,
        log: more.0.map(Into::into),
        exit_code: more.2,
        ..Failure::new(kind, cause)
    })
}

fn kind() -> impl Strategy<Value = EventKind> {
    let of_run = prop_oneof![
        (text(), text(), any::<[u32; 3]>()).prop_map(|(run, dir, counts)| EventKind::RunStarted {
            run,
            dir: dir.into(),
            tasks: counts[0] as usize,
            complete: counts[1] as usize,
            unneeded: counts[2] as usize,
        }),
        text().prop_map(|engine| EventKind::EnginePreparing { engine }),
        (text(), time(), option::of(text()), option::of(failure())).prop_map(
            |(engine, elapsed, found, failure)| EventKind::EnginePrepared {
                engine,
                elapsed,
                found,
                failure
            }
        ),
        prop_oneof![
            any::<i32>().prop_map(StopCause::Signal),
            Just(StopCause::GraceOver),
            Just(StopCause::RunTimeout),
            Just(StopCause::Deadline),
            text().prop_map(StopCause::Request),
        ]
        .prop_map(|cause| EventKind::StopRequested {
            stop: Stop::Gracefully,
            cause
        }),
        failure().prop_map(|failure| EventKind::JournalFailed { failure }),
        Just(EventKind::JournalGoesOn),
        (any::<[u32; 5]>(), time()).prop_map(|(counts, elapsed)| EventKind::RunFinished {
            succeeded: counts[0] as usize,
            failed: counts[1] as usize,
            stopped: counts[2] as usize,
            skipped: counts[3] as usize,
            not_started: counts[4] as usize,
            elapsed,
        }),
    ];
    let standing = prop_oneof![
        task().prop_map(|task| EventKind::TaskComplete { task }),
        (task(), text(), 1_u32..4).prop_map(|(task, label, attempt)| EventKind::TaskStarted {
            task,
            label,
            attempt
        }),
        (task(), 1_u32..9, time(), time(), failure()).prop_map(
            |(task, attempt, elapsed, after, failure)| EventKind::TaskRetrying {
                task,
                attempt,
                of: 9,
                elapsed,
                after,
                failure
            }
        ),
        (task(), text()).prop_map(|(task, label)| EventKind::TaskAdded { task, label }),
        (task(), vec(task(), 0..4))
            .prop_map(|(task, requires)| EventKind::TaskRequires { task, requires }),
        task().prop_map(|task| EventKind::TaskResumed { task }),
        (task(), option::of(text())).prop_map(|(task, run)| EventKind::TaskElsewhere { task, run }),
        (task(), time()).prop_map(|(task, elapsed)| EventKind::TaskSucceeded { task, elapsed }),
        (task(), time(), failure()).prop_map(|(task, elapsed, failure)| EventKind::TaskFailed {
            task,
            elapsed,
            failure
        }),
        (task(), time(), failure()).prop_map(|(task, elapsed, failure)| EventKind::TaskStopped {
            task,
            elapsed,
            failure
        }),
        (task(), vec(task(), 0..4))
            .prop_map(|(task, because)| EventKind::TaskSkipped { task, because }),
        task().prop_map(|task| EventKind::TaskNotStarted { task }),
    ];
    let said = prop_oneof![
        (task(), text(), any::<u64>(), option::of(any::<u64>())).prop_map(
            |(task, what, done, total)| EventKind::TaskProgress {
                task,
                what,
                done,
                total
            }
        ),
        (task(), text(), failure()).prop_map(|(task, hook, failure)| EventKind::HookFailed {
            task,
            hook,
            failure
        }),
        (task(), text()).prop_map(|(task, message)| EventKind::TaskMessage { task, message }),
        (task(), text(), vec(text(), 0..3)).prop_map(|(task, submitter, handle)| {
            EventKind::Submitted {
                task,
                submitter,
                handle: serde_json::json!({ "handle": handle, "number": 7 }),
            }
        }),
        (task(), text()).prop_map(|(task, id)| EventKind::ApplicationId { task, id }),
        (task(), text()).prop_map(|(task, url)| EventKind::TrackingUrl { task, url }),
    ];
    prop_oneof![of_run, standing, said]
}

/// Any event at all.
pub(super) fn event() -> impl Strategy<Value = Event> {
    // From the year 1 to the year 9999: a clock may be set to anything.
    let at = (-60_000_000_000_i64..250_000_000_000, 0_i32..1_000_000_000);
    (at, kind()).prop_map(|((second, nano), kind)| Event {
        at: Timestamp::new(second, nano).expect("a time"),
        kind,
    })
}
