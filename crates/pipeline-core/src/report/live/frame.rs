//! What the screen shows of a run at one moment.

use std::time::Duration;

use anstyle::{AnsiColor, Style};
use jiff::Timestamp;

use super::left::{Left, Remaining};
use super::line::Line;
use super::tree::{Branch, Row, Tree};
use crate::report::plain::{ended, to_run};
use crate::report::text::{BAD, CAREFUL, QUIET, STRONG, brief, few, number, one_line};
use crate::run::{Details, RunView, State, WaitsFor, between};

const BUSY: Style = AnsiColor::Cyan.on_default();
const PLAIN: Style = Style::new();
const SPINNER: [&str; 10] = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/// How many rows the tree has at most, however high the terminal is.
const ROWS: usize = 24;
/// How long a label may be.
const LABEL: usize = 60;
/// A task with more dependencies than this is not asked at each picture for how many it waits.
const COUNTED: usize = 20_000;

/// A moment of a run, and the place there is to show it.
pub(super) struct Frame<'a> {
    pub(super) view: &'a RunView,
    pub(super) left: &'a Left,
    pub(super) now: Timestamp,
    /// Which picture this is.
    pub(super) count: usize,
    pub(super) columns: usize,
    pub(super) rows: usize,
}

impl Frame<'_> {
    /// The lines, none wider than the terminal and not more than it has rows.
    pub(super) fn lines(&self) -> Vec<Line> {
        let mut below = self.next();
        below.extend(self.totals());
        // One row is left for what stands above.
        let most = self.rows.saturating_sub(below.len() + 1).min(ROWS);
        let tree = Tree::of(self.view, most);
        let mut lines = Vec::new();
        for top in &tree.tops {
            self.branch(&mut lines, top, String::new(), None);
        }
        if tree.left_out > 0 {
            let more = format!("… {} more at work", number(tree.left_out));
            lines.push(Line::default().and(QUIET, more));
        }
        lines.append(&mut below);
        // The last column stays free: some terminals go on in the next line after it.
        let most = self.columns.saturating_sub(1);
        let lines = lines.into_iter().map(|line| line.cut(most));
        let lines: Vec<Line> = lines.collect();
        let from = lines.len().saturating_sub(self.rows);
        lines[from..].to_vec()
    }

    fn branch(&self, lines: &mut Vec<Line>, branch: &Branch, indent: String, last: Option<bool>) {
        let (own, under) = match last {
            None => ("", ""),
            Some(true) => ("└─ ", "   "),
            Some(false) => ("├─ ", "│  "),
        };
        let mut line = Line::default().and(QUIET, format!("{indent}{own}"));
        match branch.row {
            Row::Task(task) => self.task(&mut line, task),
            Row::Between(count) => {
                line.add(QUIET, format!("… {} that wait in between", number(count)));
            }
        }
        lines.push(line);
        for (at, below) in branch.below.iter().enumerate() {
            let last = at + 1 == branch.below.len();
            self.branch(lines, below, format!("{indent}{under}"), Some(last));
        }
    }

    fn task(&self, line: &mut Line, task: u32) {
        let label = one_line(&self.view.label(task), LABEL);
        match self.view.state(task) {
            State::Running => {
                line.add(BUSY, format!("{} ", SPINNER[self.count % SPINNER.len()]));
                line.add(STRONG, label);
                self.running(line, task);
            }
            State::Requiring => {
                line.add(BUSY, "◌ ");
                line.add(STRONG, label);
                line.add(QUIET, format!("  {}", self.requires(task)));
            }
            State::Backoff => {
                line.add(CAREFUL, "↻ ");
                line.add(STRONG, label);
                self.backoff(line, task);
            }
            State::Elsewhere => {
                line.add(BUSY, "◇ ");
                line.add(STRONG, label);
                let run = self.view.left_to(task).flatten();
                let run = run.map_or("another run".to_owned(), |run| format!("run {run}"));
                line.add(QUIET, format!("  waits for {run}, which does it"));
            }
            _ => {
                line.add(PLAIN, label);
                line.add(QUIET, format!("  {}", self.waits(task)));
            }
        }
    }

    fn running(&self, line: &mut Line, task: u32) {
        let since = self.view.since(task).unwrap_or(self.now);
        let mut times = format!("  {}", brief(between(since, self.now)));
        if let Some(estimate) = self.left.estimate(self.view, task)
            && estimate >= Duration::from_secs(1)
        {
            times.push_str(&format!(" of about {}", brief(estimate)));
        }
        if let Some(retry) = self.view.retry(task) {
            times.push_str(&format!(", try {} of {}", retry.failed + 1, retry.of));
        }
        line.add(QUIET, times);
        let Some(details) = self.view.details(task) else {
            return;
        };
        if let Some((what, done, total)) = &details.progress {
            let what = one_line(what, 40);
            match total {
                Some(total) if *total > 0 => {
                    line.add(PLAIN, "  ");
                    bar(line, (*done).min(*total), *total, 10);
                    line.add(PLAIN, format!(" {}/{} {what}", count(*done), count(*total)));
                }
                _ => line.add(PLAIN, format!("  {} {what}", count(*done))),
            }
        }
        line.add(QUIET, latest(details));
    }

    fn requires(&self, task: u32) -> String {
        let mut required = self.view.requiring();
        let Some((_, tasks)) = required.find(|(number, _)| *number == task) else {
            return "waits for what it requires".to_owned();
        };
        let open = tasks.iter().filter(|id| match self.view.plan().find(**id) {
            Some(number) => !self.view.state(number).is_final(),
            None => true,
        });
        let open: Vec<TaskName> = open.map(|id| self.view.plan().find(*id)).collect();
        let names = open.iter().map(|name| match name {
            Some(number) => one_line(&self.view.label(*number), LABEL),
            None => "a task".to_owned(),
        });
        match open.len() {
            0 => "goes on when a worker is free".to_owned(),
            _ => format!("requires {}", few(names, 2)),
        }
    }

    fn backoff(&self, line: &mut Line, task: u32) {
        if let Some(retry) = self.view.retry(task) {
            let wait = brief(between(self.now, retry.at));
            let (next, of) = (retry.failed + 1, retry.of);
            line.add(CAREFUL, format!("  again in {wait}, try {next} of {of}"));
            line.add(QUIET, format!(": {}", one_line(&retry.failure.cause, 200)));
        }
    }

    /// What a task waits for that is not ready.
    fn waits(&self, task: u32) -> String {
        let dependencies = &self.view.plan().node(task).dependencies;
        let all = dependencies.len();
        if all > COUNTED {
            return format!("waits for some of {}", number(all));
        }
        let states = || dependencies.iter().map(|at| (*at, self.view.state(*at)));
        let bad = |state: State| matches!(state, State::Failed | State::Skipped | State::Stopped);
        if let Some((at, _)) = states().find(|(_, state)| bad(*state)) {
            let label = one_line(&self.view.label(at), LABEL);
            return format!("is going to be skipped because of {label}");
        }
        let open = states().filter(|(_, state)| !state.is_good()).count();
        match (open, all) {
            (0, _) => "could start".to_owned(),
            (open, all) if open == all && all == 1 => String::new(),
            (open, all) => format!("waits for {} of {}", number(open), number(all)),
        }
    }

    /// What comes next and why it has not begun.
    fn next(&self) -> Vec<Line> {
        let upcoming = self.view.upcoming();
        let ready = self.view.count(State::Ready);
        let mut line = Line::default();
        let names: Vec<&u32> = upcoming
            .iter()
            .filter(|next| next.waits == WaitsFor::Worker)
            .map(|next| &next.number)
            .collect();
        let for_resources = upcoming.len() - names.len();
        let label = |task: u32| one_line(&self.view.label(task), 40);
        if !names.is_empty() {
            let more = ready.saturating_sub(upcoming.len());
            let shown = names.len().min(3);
            let text: Vec<String> = names[..shown].iter().map(|task| label(**task)).collect();
            line.add(QUIET, "next: ");
            line.add(PLAIN, text.join(", "));
            let more = more + names.len() - shown;
            if more > 0 {
                line.add(PLAIN, format!(" and {} more", number(more)));
            }
            line.add(QUIET, ", as soon as a worker is free");
        }
        let mut lines = vec![line];
        for next in upcoming.iter().take(if for_resources > 0 { 5 } else { 0 }) {
            if let WaitsFor::Resource { name, takes, free } = &next.waits {
                let why = format!("{name}: it takes {takes}, {free} free");
                let line = Line::default().and(QUIET, "next: ");
                let line = line.and(PLAIN, label(next.number));
                lines.push(line.and(QUIET, format!(" waits for {why}")));
            }
        }
        lines.retain(|line| line.width() > 0);
        lines
    }

    /// How far the run is.
    fn totals(&self) -> Vec<Line> {
        let (done, all) = (ended(self.view), to_run(self.view));
        let mut text = format!(
            " {}/{}  {}",
            number(done),
            number(all),
            brief(self.view.since_beginning(self.now))
        );
        match self.left.remaining(self.view, self.now) {
            Remaining::About(time) => text.push_str(&format!(", about {} left", brief(time))),
            Remaining::AtLeast(time) => {
                text.push_str(&format!(", at least {} left", brief(time)));
            }
            Remaining::Unknown => {}
        }
        let width = self.columns.saturating_sub(text.len() + 2).clamp(8, 30);
        let mut line = Line::default();
        bar(&mut line, done as u64, all as u64, width);
        line.add(PLAIN, text);
        let mut counts = Line::default();
        for (state, style) in [
            (State::Failed, BAD),
            (State::Running, PLAIN),
            (State::Requiring, PLAIN),
            (State::Backoff, CAREFUL),
            (State::Elsewhere, PLAIN),
            (State::Skipped, CAREFUL),
            (State::Stopped, CAREFUL),
            (State::Ready, QUIET),
            (State::Waiting, QUIET),
        ] {
            let count = self.view.count(state);
            if count > 0 {
                if counts.width() > 0 {
                    counts.add(QUIET, ", ");
                }
                counts.add(style, format!("{} {}", number(count), state.word()));
            }
        }
        let mut lines = vec![line, counts];
        lines.retain(|line| line.width() > 0);
        lines
    }
}

type TaskName = Option<u32>;

fn bar(line: &mut Line, done: u64, total: u64, width: usize) {
    let full = (u128::from(done) * width as u128).checked_div(u128::from(total));
    let full = usize::try_from(full.unwrap_or_default()).unwrap_or(width);
    line.add(BUSY, "━".repeat(full.min(width)));
    line.add(QUIET, "─".repeat(width.saturating_sub(full)));
}

fn count(count: u64) -> String {
    usize::try_from(count).map_or_else(|_| count.to_string(), number)
}

/// What is worth knowing of a task at work beside how far it is.
fn latest(details: &Details) -> String {
    let parts = [&details.url, &details.application, &details.message];
    let parts = parts.into_iter().flatten();
    parts
        .map(|part| format!("  {}", one_line(part, 100)))
        .collect()
}
