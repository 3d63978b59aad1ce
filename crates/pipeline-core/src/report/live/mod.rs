//! Live lines, for a terminal: what is at work under what waits for it, what comes next, how
//! far the run is. What has happened stands above and stays.
//!
//! [`Console`] is told events and draws at most ten times a second, whatever their number.
//! [`frame`] makes the lines of one picture, of the [`tree`] and of the time that is [`left`];
//! [`canvas`] makes of them what is written, and a [`Terminal`] writes it.

mod canvas;
mod frame;
mod left;
mod line;
mod terminal;
#[cfg(test)]
mod tests;
mod tree;

use std::io::Write;
use std::time::{Duration, Instant};

use jiff::Timestamp;

pub use self::terminal::Terminal;

use self::canvas::Canvas;
use self::frame::Frame;
use self::left::Left;
use self::terminal::Stdout;
use super::Reporter;
use super::plain::{sentence, to_run};
use crate::run::{Event, EventKind, RunView};

/// Above so many tasks, a success has no line that stays.
const MANY: usize = 200;
/// After so many failures and the like, the next have no line that stays.
const TOLD: usize = 500;
/// How often is drawn.
const PULSE: Duration = Duration::from_millis(100);
/// How much of the time may go into drawing: one part in so many.
const SHARE: u32 = 20;

/// Shows the tasks at work and how far the run is in lines that change in place; what has
/// happened stands above them and stays.
pub struct Console {
    terminal: Box<dyn Terminal>,
    colours: bool,
    canvas: Canvas,
    /// What is to stand above and is not drawn yet.
    above: String,
    told: usize,
    left: Left,
    began: bool,
    preparing: bool,
    over: bool,
    pictures: usize,
    /// Before this nothing is drawn: the last picture took so much.
    not_before: Option<Instant>,
}

impl Console {
    /// Draws on the terminal that standard output is, by way of `out`.
    #[must_use]
    pub fn new(out: impl Write + Send + 'static, colours: bool) -> Self {
        Self::on(Box::new(Stdout::new(out)), colours)
    }

    /// Draws on this terminal.
    #[must_use]
    pub fn on(terminal: Box<dyn Terminal>, colours: bool) -> Self {
        Self {
            terminal,
            colours,
            canvas: Canvas::default(),
            above: String::new(),
            told: 0,
            left: Left::default(),
            began: false,
            preparing: false,
            over: false,
            pictures: 0,
            not_before: None,
        }
    }

    fn above(&mut self, text: &str) {
        if self.colours {
            self.above.push_str(text);
        } else {
            let plain = anstream::adapter::strip_str(text).to_string();
            self.above.push_str(&plain);
        }
        self.above.push('\n');
    }

    fn draw(&mut self, now: Timestamp, view: &RunView) {
        let (columns, rows) = self.terminal.size();
        let (columns, rows) = (usize::from(columns), usize::from(rows));
        let frame = Frame {
            view,
            left: &self.left,
            now,
            count: self.pictures,
            columns,
            rows,
        };
        self.pictures += 1;
        // An engine that is made ready may draw for itself.
        let shown = self.began && !self.preparing && !self.over;
        let lines = if shown { frame.lines() } else { Vec::new() };
        let above = std::mem::take(&mut self.above);
        if let Some(text) = self.canvas.draw(&above, lines, columns, self.colours) {
            self.terminal.write(text);
        }
    }

    fn clear(&mut self) {
        let columns = usize::from(self.terminal.size().0);
        let above = std::mem::take(&mut self.above);
        if let Some(text) = self.canvas.draw(&above, Vec::new(), columns, self.colours) {
            self.terminal.write(text);
        }
        self.terminal.finish();
    }

    /// Whether an event has a line that stays.
    fn stays(&self, event: &Event, view: &RunView) -> bool {
        match &event.kind {
            // The live lines say these.
            EventKind::TaskStarted { .. }
            | EventKind::TaskMessage { .. }
            | EventKind::TaskProgress { .. }
            | EventKind::TaskRequires { .. }
            | EventKind::TaskResumed { .. }
            | EventKind::TaskElsewhere { .. }
            | EventKind::ApplicationId { .. }
            | EventKind::TrackingUrl { .. } => false,
            EventKind::TaskSucceeded { .. } | EventKind::TaskSkipped { .. } => to_run(view) <= MANY,
            EventKind::TaskFailed { .. }
            | EventKind::TaskRetrying { .. }
            | EventKind::TaskStopped { .. }
            | EventKind::HookFailed { .. } => self.told < TOLD,
            _ => true,
        }
    }
}

impl Reporter for Console {
    fn event(&mut self, event: &Event, view: &RunView) {
        if self.stays(event, view)
            && let Some(text) = sentence(event, view, false)
        {
            self.above(&text);
            self.told += usize::from(event.kind.task().is_some());
            if self.told == TOLD {
                self.above("… what else happens is counted below; the summary tells of it");
            }
        }
        match &event.kind {
            EventKind::RunStarted { .. } => {
                self.began = true;
                self.left = Left::begin(view);
                self.draw(event.at, view);
            }
            EventKind::EnginePreparing { .. } => {
                self.preparing = true;
                self.draw(event.at, view);
            }
            EventKind::EnginePrepared { .. } => self.preparing = false,
            EventKind::RunFinished { .. } => {
                self.over = true;
                self.clear();
            }
            kind => self.left.event(event, view.number(kind), view),
        }
    }

    fn pulse(&self) -> Option<Duration> {
        Some(PULSE)
    }

    fn tick(&mut self, now: Timestamp, view: &RunView) {
        let since = Instant::now();
        let early = self.not_before.is_some_and(|not_before| since < not_before);
        if early || self.over || !self.terminal.is_free() {
            return;
        }
        self.draw(now, view);
        let took = since.elapsed();
        self.not_before = since.checked_add(took * SHARE);
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        if !self.over {
            self.over = true;
            self.clear();
        }
    }
}
