//! Panics of tasks: where they happened, told in the failure and not in the midst of the
//! progress.
//!
//! Only a hook sees where a panic is. It belongs to the process, so the command line sets it
//! and not `execute`: a program that runs plans by itself has perhaps a hook of its own.

use std::any::Any;
use std::backtrace::{Backtrace, BacktraceStatus};
use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook, take_hook};
use std::path::Path;
use std::pin::pin;
use std::sync::Once;
use std::task::Poll;

use crate::failure::{Failure, FailureKind};

/// The file in a task's folder that has the frames of its panic.
const FRAMES: &str = "panic.log";

thread_local! {
    /// Whether this thread is in the code of a task whose panic is caught below.
    static AT_WORK: Cell<bool> = const { Cell::new(false) };
    /// What the hook saw of the last panic in such code.
    static SEEN: RefCell<Option<Seen>> = const { RefCell::new(None) };
}

/// What the hook saw of a panic.
struct Seen {
    /// `src/main.rs:25:9`.
    place: String,
    /// The frames, where `RUST_BACKTRACE` asks for them.
    frames: Option<String>,
}

/// Sets the hook, once in a process: a panic in a task is kept for its failure, every other
/// goes to the hook that was there before.
pub(crate) fn keep_those_of_tasks() {
    static SET: Once = Once::new();
    SET.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |panic| {
            if AT_WORK.get() {
                SEEN.set(Some(Seen::of(panic)));
            } else {
                before(panic);
            }
        }));
    });
}

impl Seen {
    fn of(panic: &PanicHookInfo<'_>) -> Self {
        let backtrace = Backtrace::capture();
        Self {
            place: panic
                .location()
                .map_or_else(|| "an unknown place".to_owned(), ToString::to_string),
            frames: (backtrace.status() == BacktraceStatus::Captured)
                .then(|| backtrace.to_string()),
        }
    }
}

/// Runs code whose panic is no news: nothing is given then, and nothing printed.
pub(crate) fn quietly<T>(code: impl FnOnce() -> T) -> Option<T> {
    keep_those_of_tasks();
    let before = AT_WORK.replace(true);
    let done = catch_unwind(AssertUnwindSafe(code));
    AT_WORK.set(before);
    SEEN.take();
    done.ok()
}

/// Runs a task's code; its panic is its failure. The frames go to a file in `dir`.
pub(crate) async fn caught<T>(
    work: impl Future<Output = Result<T, Failure>>,
    dir: &Path,
) -> Result<T, Failure> {
    let mut work = pin!(work);
    let done = poll_fn(|cx| {
        let before = AT_WORK.replace(true);
        // A task that panicked is not polled again, and what it shares with others (locks of
        // its own) is poisoned, which they can see.
        let polled = catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(cx)));
        AT_WORK.set(before);
        match polled {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(result)) => Poll::Ready(Ok(result)),
            Err(panic) => Poll::Ready(Err((panic, SEEN.take()))),
        }
    })
    .await;
    match done {
        Ok(result) => result,
        Err((panic, seen)) => Err(failure(&*panic, seen, dir)),
    }
}

fn failure(panic: &(dyn Any + Send), seen: Option<Seen>, dir: &Path) -> Failure {
    let failure = of_panic(panic);
    let Some(seen) = seen else {
        return failure;
    };
    let mut failure = failure.context(format!("at {}", seen.place));
    match seen.frames {
        Some(frames) => {
            let file = dir.join(FRAMES);
            let text = format!("{}\nat {}\n{frames}", failure.cause, seen.place);
            let written = std::fs::create_dir_all(dir).and_then(|()| std::fs::write(&file, text));
            match written {
                Ok(()) => failure.log = Some(file),
                // Then they are shown after all: they were asked for.
                Err(_) => failure.last_lines = frames.lines().map(str::to_owned).collect(),
            }
            failure.hint = None;
        }
        None => {
            failure.hint = Some("with RUST_BACKTRACE=1 its frames are kept in a file".to_owned());
        }
    }
    failure
}

/// The failure of a panic of which no more is known than what it said.
pub(super) fn of_panic(panic: &(dyn Any + Send)) -> Failure {
    let cause = format!("panicked: {}", panic_message(panic));
    Failure::new(FailureKind::Panicked, cause)
        .hint("where, was printed on standard error when it happened")
}

/// What a panic said.
pub(crate) fn panic_message(panic: &(dyn Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic without a text".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(frames: Option<&str>) -> Option<Seen> {
        Some(Seen {
            place: "src/main.rs:25:9".to_owned(),
            frames: frames.map(str::to_owned),
        })
    }

    #[tokio::test]
    async fn a_panic_says_where_it_was_and_prints_nothing() {
        keep_those_of_tasks();
        let dir = tempfile::tempdir().expect("a folder");
        let work = async {
            // Not in the first poll, and maybe on another thread.
            tokio::task::yield_now().await;
            if dir.path().is_dir() {
                panic!("no {}", "month");
            }
            Ok(())
        };
        let failure = caught(work, &dir.path().join("task"))
            .await
            .expect_err("a panic");
        assert_eq!(failure.kind, FailureKind::Panicked);
        assert_eq!(failure.cause, "panicked: no month");
        let place = &failure.context[0];
        assert!(
            place.starts_with("at ") && place.contains("run/panics.rs:"),
            "{place}"
        );
        assert!(!AT_WORK.get());
    }

    #[test]
    fn frames_that_were_asked_for_are_in_a_file() {
        let dir = tempfile::tempdir().expect("a folder");
        let task = dir.path().join("task");
        let failure = failure(&"no month", seen(Some("0: main")), &task);
        let log = failure.log.expect("a file");
        let text = std::fs::read_to_string(log).expect("a text");
        assert_eq!(text, "panicked: no month\nat src/main.rs:25:9\n0: main");
        assert_eq!(failure.hint, None);
    }

    #[test]
    fn frames_that_were_not_asked_for_can_be() {
        let failure = failure(&"no month", seen(None), Path::new("/no/such"));
        assert!(failure.hint.expect("a hint").contains("RUST_BACKTRACE=1"));
        assert_eq!(failure.log, None);
    }
}
