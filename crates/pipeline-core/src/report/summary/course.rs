//! How the run went beside its failures: what was tried again, what other runs did, which hooks
//! failed, and what it took so long for.

use std::time::Duration;

use super::super::text::{BAD, CAREFUL, QUIET, few, human, number, one_line, paint};
use super::{SummaryLimits, labels};
use crate::run::{RunView, State};

/// How many tasks of the longest way are named.
const NAMED: usize = 6;
/// A run shorter than this took no time worth telling of.
const SHORT: Duration = Duration::from_secs(1);

/// The tasks that were tried more than once and succeeded at last.
pub(super) fn retried(text: &mut String, view: &RunView, limits: &SummaryLimits) {
    let retried = view.retries();
    let retried = retried.filter(|(task, _)| view.state(*task) == State::Succeeded);
    let names: Vec<String> = retried
        .map(|(task, retry)| {
            format!(
                "{} (try {} of {})",
                view.label(task),
                retry.failed + 1,
                retry.of
            )
        })
        .collect();
    if !names.is_empty() {
        text.push_str(&format!(
            "{}: {}\n\n",
            paint(CAREFUL, "TRIED AGAIN, THEN SUCCEEDED"),
            few(names.into_iter(), limits.names)
        ));
    }
}

/// The hooks that failed. They change nothing of how their tasks ended.
pub(super) fn hooks(text: &mut String, view: &RunView, limits: &SummaryLimits) {
    let failed = view.failed_hooks();
    for (task, hook, failure) in failed.iter().take(limits.failures) {
        text.push_str(&format!(
            "{} {hook} of {}: {failure}\n",
            paint(BAD, "HOOK FAILED"),
            view.label(*task)
        ));
        if let Some(log) = &failure.log {
            let log = view.masked(log.display().to_string());
            text.push_str(&format!("  {} {log}\n", paint(QUIET, "log:")));
        }
    }
    if failed.len() > limits.failures {
        let more = number(failed.len() - limits.failures);
        text.push_str(&format!("… and {more} more hooks\n"));
    }
    if !failed.is_empty() {
        text.push('\n');
    }
}

/// The tasks that other runs did meanwhile.
pub(super) fn done_elsewhere(view: &RunView) -> impl Iterator<Item = u32> {
    let left = view.elsewhere().map(|(task, _)| task);
    left.filter(|task| view.state(*task) == State::Complete)
}

/// Names the tasks that other runs did meanwhile.
pub(super) fn elsewhere(text: &mut String, view: &RunView, limits: &SummaryLimits) {
    let done: Vec<u32> = done_elsewhere(view).collect();
    if !done.is_empty() {
        text.push_str(&format!(
            "{}: {}\n\n",
            paint(CAREFUL, "DONE BY ANOTHER RUN MEANWHILE"),
            labels(view, &done, limits.names)
        ));
    }
}

/// What the run took so long for: the last task to end, of what it waited for the last to end,
/// and so on.
pub(super) fn longest_way(text: &mut String, view: &RunView) {
    let way = way(view);
    if way.len() < 2 || view.elapsed() < SHORT {
        return;
    }
    let time: Duration = way.iter().map(|task| view.task_elapsed(*task)).sum();
    // Of a long way the tasks that took longest are named, in its order.
    let mut by_time: Vec<Duration> = way.iter().map(|task| view.task_elapsed(*task)).collect();
    by_time.sort_unstable();
    let least = by_time[by_time.len().saturating_sub(NAMED)];
    let named = way.iter().filter(|task| view.task_elapsed(**task) >= least);
    let names: Vec<String> = named
        .take(NAMED)
        .map(|task| {
            let label = one_line(&view.label(*task), 40);
            format!("{label} {}", human(view.task_elapsed(*task)))
        })
        .collect();
    let of = match way.len() {
        all if all > NAMED => format!(" (the longest {NAMED} of {} tasks)", number(all)),
        _ => String::new(),
    };
    text.push_str(&format!(
        "{} {}{of}: {} of {}\n\n",
        paint(QUIET, "longest way:"),
        names.join(" → "),
        human(time),
        human(view.elapsed())
    ));
}

fn way(view: &RunView) -> Vec<u32> {
    let worked = |task: &u32| !view.task_elapsed(*task).is_zero();
    let last = |tasks: &mut dyn Iterator<Item = u32>| {
        let tasks = tasks.filter(worked);
        // Of several the first in plan order.
        tasks.min_by_key(|task| (std::cmp::Reverse(view.task_ended(*task)), *task))
    };
    let numbers = (0_u32..).zip(view.plan().nodes()).map(|(number, _)| number);
    let mut way = Vec::new();
    let mut at = last(&mut { numbers });
    while let Some(task) = at {
        way.push(task);
        let dependencies = view.plan().node(task).dependencies.iter().copied();
        at = last(&mut { dependencies });
    }
    way.reverse();
    way
}
