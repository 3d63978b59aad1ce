//! Lines that change in place, below lines that stay.

use super::line::Line;

/// Shows nothing of what follows until it is whole, where the terminal knows how.
const BEGIN: &str = "\x1b[?2026h";
const END: &str = "\x1b[?2026l";

/// What was drawn last.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    /// The widths of the lines that change.
    widths: Vec<usize>,
    last: Vec<Line>,
    columns: usize,
}

impl Canvas {
    /// What makes a terminal that has `columns` now show `above` for good and `lines` below
    /// it; nothing if it does already. Every line is overwritten and then cut off: nothing is
    /// blank in between.
    pub(super) fn draw(
        &mut self,
        above: &str,
        lines: Vec<Line>,
        columns: usize,
        colours: bool,
    ) -> Option<String> {
        if above.is_empty() && lines == self.last && self.rows(columns) == self.widths.len() {
            return None;
        }
        let mut text = String::from(BEGIN);
        text.push('\r');
        // The cursor stands at the end of the last line.
        let up = self.rows(columns).saturating_sub(1);
        if up > 0 {
            text.push_str(&format!("\x1b[{up}A"));
        }
        if columns != self.columns {
            // Terminals remember which rows they have broken, and join them again later unless
            // they are erased as a whole.
            text.push_str("\x1b[J");
            self.columns = columns;
        }
        for line in above.lines() {
            text.push_str(line);
            text.push_str("\x1b[K\r\n");
        }
        for (at, line) in lines.iter().enumerate() {
            if at > 0 {
                text.push_str("\r\n");
            }
            text.push_str(&line.render(colours));
            text.push_str("\x1b[K");
        }
        text.push_str("\x1b[J");
        text.push_str(END);
        self.widths = lines.iter().map(Line::width).collect();
        self.last = lines;
        Some(text)
    }

    /// How many rows the lines take that were drawn: a terminal that has become narrower has
    /// broken those that are wider than it is now.
    fn rows(&self, columns: usize) -> usize {
        let rows = |width: &usize| width.div_ceil(columns.max(1)).max(1);
        self.widths.iter().map(rows).sum()
    }
}
