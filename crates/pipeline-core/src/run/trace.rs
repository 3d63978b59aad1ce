//! The ids by which the traces of a run are known elsewhere, as W3C Trace Context has them.

use std::fmt;
use std::hash::{BuildHasher, RandomState};

use sha2::{Digest, Sha256};

use crate::task::TaskId;

/// The trace that a run belongs to: its own, or the one of whoever started it.
///
/// Every id of a span follows from it, so that whoever needs one (a task for its children, an
/// exporter for its spans) has it without asking anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trace {
    id: u128,
    parent: Option<u64>,
    sampled: bool,
    /// The run's own part, which tells two runs in one trace apart.
    own: u64,
}

impl Trace {
    /// A trace of its own.
    #[must_use]
    pub fn new() -> Self {
        let id = u128::from(random()) << 64 | u128::from(random());
        Self {
            // Zero is no id.
            id: id.max(1),
            parent: None,
            sampled: true,
            own: random(),
        }
    }

    /// The trace of whoever started the run, as the variable `TRACEPARENT` says it. Nothing if
    /// the text is none.
    ///
    /// ```
    /// use pipeline_core::run::Trace;
    /// let text = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    /// let trace = Trace::continuing(text).unwrap();
    /// assert!(trace.traceparent(trace.run_span()).starts_with("00-0af7651916cd43dd8448eb211c80319c-"));
    /// assert!(Trace::continuing("nonsense").is_none());
    /// ```
    #[must_use]
    pub fn continuing(traceparent: &str) -> Option<Self> {
        let mut parts = traceparent.trim().split('-');
        let version = hexadecimal(parts.next()?, 2)?;
        let id = hexadecimal(parts.next()?, 32)?;
        let parent = hexadecimal(parts.next()?, 16)?;
        let flags = hexadecimal(parts.next()?, 2)?;
        // A later version may have more parts, this one has not.
        let more = parts.next().is_some();
        if version == 0xff || (version == 0 && more) || id == 0 || parent == 0 {
            return None;
        }
        Some(Self {
            id,
            parent: u64::try_from(parent).ok(),
            sampled: flags & 1 == 1,
            own: random(),
        })
    }

    /// The id of the trace; never zero.
    #[must_use]
    pub const fn id(&self) -> u128 {
        self.id
    }

    /// The span that started the run, if one did.
    #[must_use]
    pub const fn parent(&self) -> Option<u64> {
        self.parent
    }

    /// Whether anybody wants to keep it.
    #[must_use]
    pub const fn is_sampled(&self) -> bool {
        self.sampled
    }

    /// The span of the run.
    #[must_use]
    pub fn run_span(&self) -> u64 {
        self.span(&[])
    }

    /// The span of a try of a task, from 1.
    #[must_use]
    pub fn task_span(&self, task: TaskId, attempt: u32) -> u64 {
        self.span(&[task.to_string().as_bytes(), &attempt.to_be_bytes()])
    }

    /// What a child of this span gets as `TRACEPARENT`.
    #[must_use]
    pub fn traceparent(&self, span: u64) -> String {
        format!(
            "00-{:032x}-{span:016x}-{:02x}",
            self.id,
            u8::from(self.sampled)
        )
    }

    /// 128 bits that are the same for the same things in this run, and in no other.
    #[must_use]
    pub fn derived(&self, of: &[&[u8]]) -> u128 {
        let mut hash = Sha256::new();
        hash.update(self.id.to_be_bytes());
        hash.update(self.own.to_be_bytes());
        for piece in of {
            hash.update((piece.len() as u64).to_be_bytes());
            hash.update(piece);
        }
        let mut head = [0; 16];
        head.copy_from_slice(&hash.finalize()[..16]);
        u128::from_be_bytes(head)
    }

    fn span(&self, of: &[&[u8]]) -> u64 {
        // The upper half; zero is no id.
        u64::try_from(self.derived(of) >> 64).unwrap_or(1).max(1)
    }
}

impl Default for Trace {
    fn default() -> Self {
        Self::new()
    }
}

/// The `traceparent` of the run's span.
impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.traceparent(self.run_span()))
    }
}

/// The standard library seeds its maps from the system; that is random enough here.
fn random() -> u64 {
    RandomState::new().hash_one((std::process::id(), std::time::SystemTime::now()))
}

/// So many digits, small letters only, as the recommendation has it.
fn hexadecimal(text: &str, digits: usize) -> Option<u128> {
    let fits = text.len() == digits
        && text
            .bytes()
            .all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'));
    fits.then(|| u128::from_str_radix(text, 16).ok())?
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Trace;

    proptest! {
        #[test]
        fn what_a_child_gets_is_read_as_the_trace_of_its_parent(id in 1u128.., parent in 1u64.., sampled: bool) {
            let text = format!("00-{id:032x}-{parent:016x}-{:02x}", u8::from(sampled));
            let trace = Trace::continuing(&text).expect("valid");
            prop_assert_eq!((trace.id(), trace.parent(), trace.is_sampled()), (id, Some(parent), sampled));
            prop_assert_eq!(trace.traceparent(parent), text);
        }

        #[test]
        fn nonsense_is_no_trace_and_no_panic(text in ".{0,80}") {
            let _ = Trace::continuing(&text);
        }
    }

    #[test]
    fn what_is_no_traceparent_is_left_alone() {
        for text in [
            "",
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
            "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
        ] {
            assert_eq!(Trace::continuing(text), None, "{text}");
        }
        let later = "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more";
        assert!(Trace::continuing(later).is_some());
    }

    #[test]
    fn two_runs_in_one_trace_have_spans_of_their_own() {
        let text = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        let (one, other) = (Trace::continuing(text), Trace::continuing(text));
        assert_ne!(one.map(|it| it.run_span()), other.map(|it| it.run_span()));
    }
}
