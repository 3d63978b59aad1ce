//! Every task on a line; or, of many, every type of task.

use std::time::Duration;

use super::super::text::{QUIET, STRONG, columns, human, number, one_line, paint, style_of};
use super::SummaryLimits;
use crate::run::{RunView, State, outputs_of};

/// The longest label that a column is made for.
const LONGEST: usize = 60;

/// A line for each task: label, state, time, outputs, and where it could be watched.
pub(super) fn by_task(text: &mut String, view: &RunView) {
    let numbers = (0_u32..).zip(view.plan().nodes()).map(|(number, _)| number);
    // What nobody needs is counted in the totals.
    let numbers: Vec<u32> = numbers
        .filter(|number| view.state(*number) != State::Unneeded)
        .collect();
    let labels: Vec<String> = numbers
        .iter()
        .map(|number| one_line(&view.label(*number), LONGEST))
        .collect();
    let width = labels.iter().map(|it| columns(it)).max();
    let width = width.unwrap_or_default().max("task".len());
    let head = format!("{:width$}  {:<11}  {:>11}  output", "task", "state", "time");
    text.push_str(&paint(QUIET, &head));
    text.push('\n');
    for (number, label) in numbers.into_iter().zip(labels) {
        row(text, view, number, &label, width);
    }
    text.push('\n');
}

fn row(text: &mut String, view: &RunView, number: u32, label: &str, width: usize) {
    let state = view.state(number);
    // The blanks stand outside of the colours, so that they can be trimmed.
    let blanks = 11_usize.saturating_sub(state.word().len());
    let word = format!("{}{:blanks$}", paint(style_of(state), state.word()), "");
    let elapsed = view.task_elapsed(number);
    let time = match state {
        State::Succeeded | State::Failed | State::Stopped if !elapsed.is_zero() => human(elapsed),
        _ => String::new(),
    };
    let mut beside = Vec::new();
    if state.is_good() {
        let outputs = outputs_of(&*view.plan().node(number).task);
        beside.extend(outputs.into_iter().map(|it| view.masked(it.location)));
    }
    if let Some(details) = view.details(number) {
        let application = details
            .application
            .iter()
            .map(|id| format!("application {id}"));
        let url = details.url.iter().map(|url| format!("UI {url}"));
        let watched: Vec<String> = url.chain(application).collect();
        if !watched.is_empty() {
            beside.push(paint(QUIET, &watched.join("  ")));
        }
    }
    let mut beside = beside.into_iter();
    // Blanks are counted by columns, which `format!` does not.
    let fill = width.saturating_sub(columns(label));
    let first = format!(
        "{label}{:fill$}  {word}  {time:>11}  {}",
        "",
        beside.next().unwrap_or_default()
    );
    text.push_str(first.trim_end());
    text.push('\n');
    // Label, state and time with two blanks after each.
    let indent = width + 2 + 11 + 2 + 11 + 2;
    for line in beside {
        text.push_str(&format!("{:indent$}{line}\n", ""));
    }
}

/// The states that have a column when tasks are counted by type.
const COLUMNS: [State; 6] = [
    State::Complete,
    State::Succeeded,
    State::Failed,
    State::Skipped,
    State::Stopped,
    State::NotStarted,
];

#[derive(Default)]
struct Counted {
    counts: [usize; COLUMNS.len()],
    time: Duration,
}

/// A line for each type of task: how many are in which state, and the time of their work.
pub(super) fn by_type(text: &mut String, view: &RunView) {
    // In the order in which the types first stand in the plan.
    let mut types: Vec<(&str, Counted)> = Vec::new();
    for (number, node) in (0_u32..).zip(view.plan().nodes()) {
        let name = node.task.schema().name;
        let Some(column) = COLUMNS.iter().position(|it| *it == view.state(number)) else {
            continue;
        };
        let at = types.iter().position(|(held, _)| *held == name);
        let at = at.unwrap_or_else(|| {
            types.push((name, Counted::default()));
            types.len() - 1
        });
        types[at].1.counts[column] += 1;
        types[at].1.time += view.task_elapsed(number);
    }
    let shown: Vec<usize> = (0..COLUMNS.len())
        .filter(|column| types.iter().any(|(_, it)| it.counts[*column] > 0))
        .collect();
    let width = types.iter().map(|(name, _)| columns(name)).max();
    let width = width.unwrap_or_default().max("type".len());
    let mut head = format!("{:width$}", "type");
    for column in &shown {
        head.push_str(&format!("  {:>11}", COLUMNS[*column].word()));
    }
    head.push_str(&format!("  {:>12}", "time in all"));
    text.push_str(&paint(QUIET, &head));
    text.push('\n');
    for (name, counted) in types {
        let fill = width.saturating_sub(columns(name));
        text.push_str(&format!("{name}{:fill$}", ""));
        for column in &shown {
            let count = counted.counts[*column];
            let word = format!("{:>11}", number(count));
            let style = if count > 0 {
                style_of(COLUMNS[*column])
            } else {
                QUIET
            };
            text.push_str(&format!("  {}", paint(style, &word)));
        }
        text.push_str(&format!("  {:>12}\n", human(counted.time)));
    }
    text.push('\n');
}

/// What was asked for, and where it is.
pub(super) fn roots(text: &mut String, view: &RunView, limits: &SummaryLimits) {
    for &root in view.plan().roots().iter().take(limits.names) {
        if !view.state(root).is_good() {
            continue;
        }
        for output in outputs_of(&*view.plan().node(root).task) {
            let label = one_line(&view.label(root), LONGEST);
            let location = view.masked(output.location);
            text.push_str(&format!("{}  {location}\n", paint(STRONG, &label)));
        }
    }
}
