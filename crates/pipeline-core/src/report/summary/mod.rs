//! What a person reads when a run is over: first what failed and why.

mod course;
mod failures;
mod retold;
mod table;

pub use retold::retell;

use super::text::{BAD, CAREFUL, GOOD, QUIET, few, human, number, paint, tasks};
use super::{Reporter, Screen};
use crate::run::{Event, EventKind, RunView, State};

/// How much of a big run the summary shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SummaryLimits {
    /// Failures told in full; the rest is named.
    pub failures: usize,
    /// Names in a list.
    pub names: usize,
    /// Tasks that have a line each; with more, types of tasks have.
    pub tasks: usize,
    /// Last lines of what a failed task printed.
    pub last_lines: usize,
}

impl Default for SummaryLimits {
    fn default() -> Self {
        Self {
            failures: 10,
            names: 6,
            tasks: 50,
            last_lines: 15,
        }
    }
}

/// Prints the summary when the run is over.
pub struct Summary {
    screen: Screen,
    limits: SummaryLimits,
}

impl Summary {
    /// Prints to this screen.
    #[must_use]
    pub fn new(screen: Screen) -> Self {
        Self {
            screen,
            limits: SummaryLimits::default(),
        }
    }

    /// The same with other limits.
    #[must_use]
    pub const fn limits(mut self, limits: SummaryLimits) -> Self {
        self.limits = limits;
        self
    }
}

impl Reporter for Summary {
    fn event(&mut self, event: &Event, view: &RunView) {
        if matches!(event.kind, EventKind::RunFinished { .. }) {
            self.screen
                .write(&format!("\n{}", summarise(view, &self.limits)));
        }
    }
}

/// The summary of a run, with colours: what failed and why, what that kept from running,
/// every task, and the totals last.
#[must_use]
pub fn summarise(view: &RunView, limits: &SummaryLimits) -> String {
    let mut text = String::new();
    failures::failed(&mut text, view, limits);
    failures::journal(&mut text, view, limits);
    failures::stopped(&mut text, view, limits);
    failures::skipped(&mut text, view, limits);
    failures::not_started(&mut text, view, limits);
    course::hooks(&mut text, view, limits);
    course::retried(&mut text, view, limits);
    course::elsewhere(&mut text, view, limits);
    if view.plan().len() <= limits.tasks {
        table::by_task(&mut text, view);
    } else {
        table::by_type(&mut text, view);
        table::roots(&mut text, view, limits);
    }
    course::longest_way(&mut text, view);
    totals(&mut text, view);
    text
}

fn totals(text: &mut String, view: &RunView) {
    let counted = [
        State::Failed,
        State::Stopped,
        State::Skipped,
        State::NotStarted,
        State::Succeeded,
        State::Complete,
        State::Unneeded,
    ];
    let parts = counted.into_iter().filter_map(|state| {
        let mut count = view.count(state);
        let word = match state {
            State::Complete => {
                count = count.saturating_sub(course::done_elsewhere(view).count());
                "complete before"
            }
            state => state.word(),
        };
        (count > 0).then(|| format!("{} {word}", number(count)))
    });
    let mut parts: Vec<String> = parts.collect();
    let elsewhere = course::done_elsewhere(view).count();
    if elsewhere > 0 {
        parts.push(format!("{} done by another run", number(elsewhere)));
    }
    let bad = [State::Failed, State::Skipped, State::NotStarted];
    let mark = if view.stop().is_some() {
        paint(CAREFUL, "■ stopped")
    } else if bad.into_iter().any(|state| view.count(state) > 0) {
        paint(BAD, "✗ failed")
    } else {
        paint(GOOD, "✓ done")
    };
    text.push_str(&format!(
        "{mark}  {} in {}: {}\n",
        tasks(view.plan().len()),
        human(view.elapsed()),
        parts.join(", ")
    ));
    if !view.dir().as_os_str().is_empty() {
        let line = format!("logs and events: {}", view.dir().display());
        text.push_str(&paint(QUIET, &line));
        text.push('\n');
    }
}

/// The labels of tasks, the first few of them.
fn labels(view: &RunView, numbers: &[u32], most: usize) -> String {
    few(numbers.iter().map(|number| view.label(*number)), most)
}

/// The tasks in a state, in plan order.
fn in_state(view: &RunView, state: State) -> Vec<u32> {
    (0_u32..)
        .zip(view.plan().nodes())
        .map(|(number, _)| number)
        .filter(|number| view.state(*number) == state)
        .collect()
}
