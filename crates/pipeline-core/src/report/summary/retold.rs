//! The summary of a run that its journal alone tells of, without a plan.

use std::collections::{BTreeMap, HashMap};

use super::super::text::{
    BAD, CAREFUL, GOOD, QUIET, STRONG, few, human, number, one_line, paint, style_of, tasks,
};
use super::SummaryLimits;
use super::failures::{explain, word};
use crate::failure::{Failure, FailureKind};
use crate::journal::{RunEnd, Story, TaskStory};
use crate::run::State;
use crate::task::TaskId;

/// The longest label that a column is made for.
const LONGEST: usize = 60;

/// The summary of a run as its journal tells it, with colours: what failed and why, what that
/// kept from running, the tasks that something happened to, and the totals last.
#[must_use]
pub fn retell(story: &Story, limits: &SummaryLimits) -> String {
    let mut text = String::new();
    failed(&mut text, story, limits);
    if let Some(failure) = &story.journal_failure {
        text.push_str(&format!("{}\n", paint(BAD, "NO JOURNAL")));
        explain(&mut text, failure, limits, |it| it);
        text.push('\n');
    }
    named(&mut text, story, limits, "STOPPED", &[State::Stopped]);
    let at_work = match story.end {
        RunEnd::Interrupted => "AT WORK when the run died",
        _ => "AT WORK",
    };
    let working = [State::Running, State::Requiring, State::Backoff];
    named(&mut text, story, limits, at_work, &working);
    skipped(&mut text, story, limits);
    named(
        &mut text,
        story,
        limits,
        "NOT STARTED",
        &[State::NotStarted],
    );
    table(&mut text, story, limits);
    totals(&mut text, story);
    text
}

fn labels<'a>(tasks: impl Iterator<Item = &'a TaskStory>, limits: &SummaryLimits) -> String {
    let labels: Vec<&TaskStory> = tasks.collect();
    let labels = labels.iter().map(|task| one_line(&task.label, 200));
    few(labels, limits.names)
}

/// Each failure in full, equal ones together.
fn failed(text: &mut String, story: &Story, limits: &SummaryLimits) {
    type Key<'a> = (FailureKind, &'a str, Option<&'a str>);
    let mut groups: Vec<(Vec<&TaskStory>, &Failure)> = Vec::new();
    let mut known: HashMap<Key<'_>, usize> = HashMap::new();
    for task in story.tasks.iter().filter(|it| it.state == State::Failed) {
        let Some(failure) = &task.failure else {
            continue;
        };
        let log = failure.log.as_ref().and_then(|log| log.to_str());
        let at = *known
            .entry((failure.kind, &failure.cause, log))
            .or_insert_with(|| {
                groups.push((Vec::new(), failure));
                groups.len() - 1
            });
        groups[at].0.push(task);
    }
    let full = groups.len().min(limits.failures);
    for (failed, failure) in &groups[..full] {
        let time = match failed.as_slice() {
            [one] if !one.elapsed.is_zero() => format!(" after {}", human(one.elapsed)),
            _ => String::new(),
        };
        let tries = match failed.as_slice() {
            [one] if one.attempts > 1 => format!(", in try {}", one.attempts),
            _ => String::new(),
        };
        let names = paint(STRONG, &labels(failed.iter().copied(), limits));
        let kind = word(failure.kind);
        text.push_str(&format!(
            "{} {names}{time}{tries}{kind}\n",
            paint(BAD, "FAILED")
        ));
        explain(text, failure, limits, |it| it);
        text.push('\n');
    }
    if full < groups.len() {
        let rest = groups[full..]
            .iter()
            .flat_map(|(tasks, _)| tasks.iter().copied());
        let rest = labels(rest, limits);
        text.push_str(&format!("{} {rest}\n\n", paint(BAD, "FAILED, too:")));
    }
}

fn named(text: &mut String, story: &Story, limits: &SummaryLimits, what: &str, of: &[State]) {
    let mut tasks = story
        .tasks
        .iter()
        .filter(|it| of.contains(&it.state))
        .peekable();
    if tasks.peek().is_some() {
        let names = labels(tasks, limits);
        text.push_str(&format!("{}: {names}\n\n", paint(CAREFUL, what)));
    }
}

fn skipped(text: &mut String, story: &Story, limits: &SummaryLimits) {
    let mut by_causes: BTreeMap<&[TaskId], Vec<&TaskStory>> = BTreeMap::new();
    for task in story.tasks.iter().filter(|it| it.state == State::Skipped) {
        by_causes.entry(&task.because).or_default().push(task);
    }
    let groups = by_causes.len();
    for (causes, skipped) in by_causes.into_iter().take(limits.failures) {
        let causes = story.tasks.iter().filter(|it| causes.contains(&it.task));
        let causes = labels(causes, limits);
        let names = labels(skipped.into_iter(), limits);
        let what = paint(CAREFUL, "SKIPPED");
        text.push_str(&format!("{what} because of {causes}: {names}\n"));
    }
    if groups > limits.failures {
        let rest = number(groups - limits.failures);
        text.push_str(&format!("… and for {rest} other sets of causes\n"));
    }
    if groups > 0 {
        text.push('\n');
    }
}

fn table(text: &mut String, story: &Story, limits: &SummaryLimits) {
    let rows = story.tasks.len().min(limits.tasks);
    let labels: Vec<String> = story.tasks[..rows]
        .iter()
        .map(|task| one_line(&task.label, LONGEST))
        .collect();
    let width = labels.iter().map(|it| it.chars().count()).max();
    let width = width.unwrap_or_default().max("task".len());
    let head = format!(
        "{:8}  {:width$}  {:<11}  {:>11}  application",
        "id", "task", "state", "time"
    );
    text.push_str(&paint(QUIET, &head));
    text.push('\n');
    for (task, label) in story.tasks.iter().zip(labels) {
        let id = paint(QUIET, &task.task.short());
        let blanks = 11_usize.saturating_sub(task.state.word().len());
        let state = format!(
            "{}{:blanks$}",
            paint(style_of(task.state), task.state.word()),
            ""
        );
        let time = if task.elapsed.is_zero() {
            String::new()
        } else {
            human(task.elapsed)
        };
        let beside = task.application.as_deref().or(task.elsewhere.as_deref());
        let beside = beside.map(|it| one_line(it, LONGEST)).unwrap_or_default();
        let line = format!("{id}  {label:width$}  {state}  {time:>11}  {beside}");
        text.push_str(line.trim_end());
        text.push('\n');
    }
    if story.tasks.len() > rows {
        let rest = tasks(story.tasks.len() - rows);
        text.push_str(&format!("… and {rest} more: `--json` has them all\n"));
    }
    text.push('\n');
}

fn totals(text: &mut String, story: &Story) {
    let counted = [
        State::Failed,
        State::Stopped,
        State::Running,
        State::Skipped,
        State::NotStarted,
        State::Succeeded,
        State::Complete,
        State::Unneeded,
    ];
    let parts = counted.into_iter().filter_map(|state| {
        let count = story.count(state);
        let word = match state {
            State::Complete => "complete before",
            State::Running => "at work",
            state => state.word(),
        };
        (count > 0).then(|| format!("{} {word}", number(count)))
    });
    let parts: Vec<String> = parts.collect();
    let mark = match story.end {
        RunEnd::Succeeded => paint(GOOD, "✓ done"),
        RunEnd::Failed => paint(BAD, "✗ failed"),
        RunEnd::Stopped => match &story.stop {
            Some(cause) => paint(CAREFUL, &format!("■ stopped by {cause}")),
            None => paint(CAREFUL, "■ stopped"),
        },
        RunEnd::Interrupted => paint(BAD, "✗ interrupted: its process died"),
        RunEnd::Running => paint(STRONG, "▶ it goes on"),
    };
    text.push_str(&format!(
        "{mark}  {} in {}: {}\n",
        tasks(story.tasks_in_all),
        human(story.elapsed()),
        parts.join(", ")
    ));
    text.push_str(&paint(QUIET, &format!("logs: {}", story.dir.display())));
    text.push('\n');
}
