//! Live lines, for a terminal.

use std::collections::BTreeMap;
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Reporter;
use super::plain::{ended, sentence, to_run};
use super::text::{number, one_line};
use crate::run::{Details, Event, EventKind, RunView, State};

/// How many of the tasks at work have a line of their own.
const MOST: usize = 12;
/// Above so many tasks, a success has no line that stays, and what is at work stands in the
/// last line: drawing a line for each of a hundred thousand short tasks would cost more than
/// the tasks.
const MANY: usize = 200;

/// Shows the tasks at work and how far the run is in lines that change in place; what has
/// happened stands above them and stays.
pub struct Console {
    lines: MultiProgress,
    total: Option<ProgressBar>,
    tasks: BTreeMap<u32, ProgressBar>,
    colours: bool,
}

impl Default for Console {
    fn default() -> Self {
        Self::new()
    }
}

impl Console {
    /// Draws on standard output; with colours unless `NO_COLOR` or the like says otherwise.
    #[must_use]
    pub fn new() -> Self {
        let choice = anstream::AutoStream::choice(&std::io::stdout());
        let colours = choice != anstream::ColorChoice::Never;
        Self::on(ProgressDrawTarget::stdout(), colours)
    }

    /// Draws on this target.
    #[must_use]
    pub fn on(target: ProgressDrawTarget, colours: bool) -> Self {
        Self {
            colours,
            lines: MultiProgress::with_draw_target(target),
            total: None,
            tasks: BTreeMap::new(),
        }
    }

    fn above(&self, text: &str) {
        // A terminal that is gone sees no more lines.
        let _ = if self.colours {
            self.lines.println(text)
        } else {
            let plain = anstream::adapter::strip_str(text).to_string();
            self.lines.println(plain)
        };
    }

    fn begin(&mut self, view: &RunView) {
        let length = u64::try_from(to_run(view)).unwrap_or(u64::MAX);
        let style = style("{spinner:.cyan} {bar:28.cyan/dim} {pos}/{len} {elapsed:.dim} {msg}");
        let total = self.lines.add(ProgressBar::new(length).with_style(style));
        total.enable_steady_tick(Duration::from_millis(150));
        self.total = Some(total);
    }

    fn start(&mut self, number: u32, view: &RunView) {
        if self.tasks.len() >= MOST || to_run(view) > MANY {
            return;
        }
        let bar = ProgressBar::new_spinner()
            .with_style(style(
                "  {spinner:.cyan} {prefix} {elapsed:.dim} {wide_msg:.dim}",
            ))
            .with_prefix(one_line(&view.label(number), 60));
        let bar = match &self.total {
            Some(total) => self.lines.insert_before(total, bar),
            None => self.lines.add(bar),
        };
        // The first draw makes the line; the next come with the tick.
        bar.enable_steady_tick(Duration::from_millis(150));
        self.tasks.insert(number, bar);
    }

    fn tell(&self, number: u32, view: &RunView) {
        if let (Some(bar), Some(details)) = (self.tasks.get(&number), view.details(number)) {
            bar.set_message(latest(details));
        }
    }

    fn end(&mut self, number: u32, view: &RunView) {
        if let Some(bar) = self.tasks.remove(&number) {
            bar.finish_and_clear();
            self.lines.remove(&bar);
        }
        // A task that found no line gets one now.
        let waiting = view
            .running()
            .map(|(number, _)| number)
            .find(|number| !self.tasks.contains_key(number));
        if let Some(number) = waiting {
            self.start(number, view);
            self.tell(number, view);
        }
    }

    fn count(&self, view: &RunView) {
        let Some(total) = &self.total else {
            return;
        };
        total.set_position(u64::try_from(ended(view)).unwrap_or(u64::MAX));
        let mut counts = Vec::new();
        for state in [State::Running, State::Failed, State::Skipped] {
            let count = view.count(state);
            if count > 0 {
                counts.push(format!("{} {}", number(count), state.word()));
            }
        }
        if to_run(view) > MANY {
            let at_work = view.running().take(3);
            counts.extend(at_work.map(|(number, _)| one_line(&view.label(number), 40)));
        }
        total.set_message(counts.join(", "));
    }

    fn clear(&mut self) {
        for (_, bar) in std::mem::take(&mut self.tasks) {
            bar.finish_and_clear();
        }
        if let Some(total) = self.total.take() {
            total.finish_and_clear();
        }
        let _ = self.lines.clear();
    }
}

impl Reporter for Console {
    fn event(&mut self, event: &Event, view: &RunView) {
        let number = view.number(&event.kind);
        let quiet = match &event.kind {
            // The live lines say these.
            EventKind::TaskStarted { .. }
            | EventKind::TaskMessage { .. }
            | EventKind::TaskProgress { .. }
            | EventKind::ApplicationId { .. }
            | EventKind::TrackingUrl { .. } => true,
            EventKind::TaskSucceeded { .. } | EventKind::TaskSkipped { .. } => to_run(view) > MANY,
            _ => false,
        };
        if !quiet && let Some(text) = sentence(event, view, false) {
            self.above(&text);
        }
        match (&event.kind, number) {
            (EventKind::RunStarted { .. }, _) => self.begin(view),
            (EventKind::TaskStarted { .. }, Some(number)) => self.start(number, view),
            (
                EventKind::TaskMessage { .. }
                | EventKind::ApplicationId { .. }
                | EventKind::TrackingUrl { .. },
                Some(number),
            ) => self.tell(number, view),
            (
                EventKind::TaskSucceeded { .. }
                | EventKind::TaskFailed { .. }
                | EventKind::TaskStopped { .. },
                Some(number),
            ) => self.end(number, view),
            (EventKind::RunFinished { .. }, _) => return self.clear(),
            _ => {}
        }
        self.count(view);
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        self.clear();
    }
}

/// What is worth knowing of a task at work, on one line.
fn latest(details: &Details) -> String {
    let parts = [
        details.url.as_deref(),
        details.application.as_deref(),
        details.message.as_deref(),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .flatten()
        .map(|part| one_line(part, 100))
        .collect();
    parts.join(" · ")
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars("━━─")
}
