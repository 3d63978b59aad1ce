//! Shows what happens in a run.
//!
//! Every reporter is told every event in the order of the run and sees the [`RunView`] that
//! has it taken in. None of them can fail a run: what cannot be written is not written.

mod json;
mod line;
mod live;
mod plain;
mod screen;
mod summary;
#[cfg(test)]
mod tests;
mod text;

pub use json::Json;
pub use line::json_line;
pub use live::{Console, Terminal};
pub use plain::Plain;
pub use screen::Screen;
pub use summary::{Summary, SummaryLimits, retell, summarise};
pub use text::human;
pub(crate) use text::{BAD, CAREFUL, GOOD, QUIET, STRONG, few, number, one_line, paint};

use std::io::{IsTerminal, stdout};
use std::time::Duration;

use jiff::Timestamp;

use crate::run::{Event, RunView};

/// Somebody who is told what happens in a run, event by event, in their order.
pub trait Reporter: Send {
    /// An event happened; the view has it taken in already.
    fn event(&mut self, event: &Event, view: &RunView);

    /// How often it wants [`Reporter::tick`]; not at all, unless it draws.
    fn pulse(&self) -> Option<Duration> {
        None
    }

    /// Time has passed: `now`, in the time of the run.
    fn tick(&mut self, now: Timestamp, view: &RunView) {
        let _ = (now, view);
    }
}

/// The reporters of a program whose standard output is for a person, or with `json` for a
/// program: live lines on a terminal or plain lines elsewhere, and the summary.
#[must_use]
pub fn standard(json: bool) -> Vec<Box<dyn Reporter>> {
    if json {
        return vec![Box::new(Json::new(stdout()))];
    }
    let live = stdout().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
    let lines: Box<dyn Reporter> = if live {
        Box::new(Console::new(stdout(), Screen::stdout().has_colours()))
    } else {
        Box::new(Plain::new(Screen::stdout()))
    };
    // The live lines are cleared before the summary is printed: the order matters.
    vec![lines, Box::new(Summary::new(Screen::stdout()))]
}
