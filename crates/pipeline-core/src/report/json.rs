//! One event a line, for programs.

use std::io::Write;

use super::{Reporter, json_line};
use crate::run::{Event, RunView};

/// Writes each event as one line of JSON.
pub struct Json<W>(W);

impl<W: Write + Send> Json<W> {
    /// Writes to this place.
    #[must_use]
    pub const fn new(out: W) -> Self {
        Self(out)
    }
}

impl<W: Write + Send> Reporter for Json<W> {
    fn event(&mut self, event: &Event, view: &RunView) {
        // Whoever does not read any more misses the rest.
        let _ = self.0.write_all(&json_line(event, view));
        let _ = self.0.flush();
    }
}
