//! What failed and why, and what that kept from running.

use std::collections::{BTreeMap, HashMap};

use super::super::text::{BAD, CAREFUL, QUIET, STRONG, human, lines, number, paint};
use super::{SummaryLimits, in_state, labels};
use crate::failure::{Failure, FailureKind};
use crate::run::{RunView, State};

/// Each failure in full, equal ones together, the first that happened first.
pub(super) fn failed(text: &mut String, view: &RunView, limits: &SummaryLimits) {
    let groups = groups(view, State::Failed);
    let full = groups.len().min(limits.failures);
    for (numbers, failure) in &groups[..full] {
        let what = paint(BAD, "FAILED");
        let times = match numbers.as_slice() {
            [one] if !view.task_elapsed(*one).is_zero() => {
                let tries = view.retry(*one).map(|retry| {
                    let tried = (retry.failed + 1).min(retry.of);
                    format!(", try {tried} of {}", retry.of)
                });
                let time = human(view.task_elapsed(*one));
                format!(" after {time}{}", tries.unwrap_or_default())
            }
            _ => String::new(),
        };
        let names = paint(STRONG, &labels(view, numbers, limits.names));
        text.push_str(&format!("{what} {names}{times}{}\n", word(failure.kind)));
        explain(text, failure, limits, |it| view.masked(it));
        text.push('\n');
    }
    if full < groups.len() {
        let rest: Vec<u32> = groups[full..]
            .iter()
            .flat_map(|(numbers, _)| numbers.iter().copied())
            .collect();
        text.push_str(&format!(
            "{} {}\n\n",
            paint(BAD, "FAILED, too:"),
            labels(view, &rest, limits.names)
        ));
    }
}

/// Why the journal was not written to the end.
pub(super) fn journal(text: &mut String, view: &RunView, limits: &SummaryLimits) {
    if let Some(failure) = view.journal_failure() {
        text.push_str(&format!("{}\n", paint(BAD, "NO JOURNAL")));
        explain(text, failure, limits, |it| view.masked(it));
        text.push('\n');
    }
}

/// The tasks that were stopped at work.
pub(super) fn stopped(text: &mut String, view: &RunView, limits: &SummaryLimits) {
    let mut numbers = in_state(view, State::Stopped);
    let by = match view.stop() {
        Some(cause) => format!(" by {cause}"),
        None => String::new(),
    };
    if numbers.is_empty() {
        return;
    }
    text.push_str(&format!(
        "{}{by}: {}\n",
        paint(CAREFUL, "STOPPED"),
        labels(view, &numbers, limits.names)
    ));
    // Whatever ended otherwise than by being stopped deserves a word.
    numbers.retain(|number| {
        let failure = view.failure(*number);
        failure.is_some_and(|failure| failure.kind != FailureKind::Stopped)
    });
    for number in numbers.into_iter().take(limits.failures) {
        if let Some(failure) = view.failure(number) {
            text.push_str(&format!("  {}: {failure}\n", view.label(number)));
        }
    }
    text.push('\n');
}

/// The tasks that failures kept from running, by what they are skipped because of.
pub(super) fn skipped(text: &mut String, view: &RunView, limits: &SummaryLimits) {
    let mut by_causes: BTreeMap<&[u32], Vec<u32>> = BTreeMap::new();
    for task in in_state(view, State::Skipped) {
        by_causes.entry(view.causes(task)).or_default().push(task);
    }
    let groups = by_causes.len();
    for (causes, skipped) in by_causes.into_iter().take(limits.failures) {
        text.push_str(&format!(
            "{} because of {}: {}\n",
            paint(CAREFUL, "SKIPPED"),
            labels(view, causes, limits.names),
            labels(view, &skipped, limits.names)
        ));
    }
    if groups > limits.failures {
        let rest = number(groups - limits.failures);
        text.push_str(&format!("… and for {rest} other sets of causes\n"));
    }
    if groups > 0 {
        text.push('\n');
    }
}

/// The tasks that the run did not come to.
pub(super) fn not_started(text: &mut String, view: &RunView, limits: &SummaryLimits) {
    let numbers = in_state(view, State::NotStarted);
    if !numbers.is_empty() {
        text.push_str(&format!(
            "{}: {}\n\n",
            paint(CAREFUL, "NOT STARTED"),
            labels(view, &numbers, limits.names)
        ));
    }
}

/// Tasks that failed alike, the first failure first.
fn groups(view: &RunView, state: State) -> Vec<(Vec<u32>, &Failure)> {
    let mut groups: Vec<(Vec<u32>, &Failure)> = Vec::new();
    let mut known: HashMap<(FailureKind, &str, Option<&str>), usize> = HashMap::new();
    for &number in view.ended_badly() {
        let Some(failure) = view.failure(number) else {
            continue;
        };
        if view.state(number) != state {
            continue;
        }
        // What printed something has its own story even if the cause is the same; what has a
        // log of its own is told alone.
        let place = failure.log.as_ref().and_then(|log| log.to_str());
        let at = *known
            .entry((failure.kind, failure.cause.as_str(), place))
            .or_insert_with(|| {
                groups.push((Vec::new(), failure));
                groups.len() - 1
            });
        groups[at].0.push(number);
    }
    groups
}

/// Root cause first; then where, the last words, and what to do.
pub(super) fn explain(
    text: &mut String,
    failure: &Failure,
    limits: &SummaryLimits,
    masked: impl Fn(String) -> String,
) {
    text.push_str(&format!("  {}\n", lines(&failure.cause, "  ")));
    for line in &failure.context {
        text.push_str(&format!("    {}\n", lines(line, "    ")));
    }
    if !failure.last_lines.is_empty() {
        text.push_str(&paint(QUIET, "  its last lines:"));
        text.push('\n');
        let from = failure.last_lines.len().saturating_sub(limits.last_lines);
        for line in &failure.last_lines[from..] {
            text.push_str(&format!(
                "  {} {}\n",
                paint(QUIET, "│"),
                lines(line, "  │ ")
            ));
        }
    }
    let mut line = |name: &str, value: &str| {
        let name = paint(QUIET, &format!("{name:<6}"));
        text.push_str(&format!("  {name} {}\n", lines(value, "         ")));
    };
    if let Some(log) = &failure.log {
        line("log:", &masked(log.display().to_string()));
    }
    if let Some(rerun) = &failure.rerun {
        line("again:", rerun);
    }
    if let Some(hint) = &failure.hint {
        line("help:", hint);
    }
}

/// What the kind of a failure adds to its cause.
pub(super) const fn word(kind: FailureKind) -> &'static str {
    match kind {
        FailureKind::Program
        | FailureKind::Panicked
        | FailureKind::Stopped
        | FailureKind::Upstream => "",
        FailureKind::OutputMissing => "  (its output is missing)",
        FailureKind::ExternalMissing => "  (not there)",
        FailureKind::Configuration => "  (configuration)",
        FailureKind::Environment => "  (environment)",
        FailureKind::TimedOut => "  (out of time)",
        FailureKind::Lost => "  (lost: nobody can say how it ended)",
    }
}
