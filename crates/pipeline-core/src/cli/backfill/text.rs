//! Gaps for a person.

use std::fmt::Write as _;

use anstyle::Style;

use super::Gaps;

/// How many gaps are named.
const MOST: usize = 20;

impl Gaps {
    /// For a person.
    pub(crate) fn text(&self) -> String {
        let bold = Style::new().bold();
        let Self {
            asked, complete, ..
        } = self;
        if self.is_empty() && self.left == 0 {
            return format!("nothing to fill: all {asked} are complete\n");
        }
        let count = self.gaps.len();
        let gaps = if count == 1 { "gap" } else { "gaps" };
        let order = if self.newest_first {
            "newest"
        } else {
            "oldest"
        };
        let mut text = format!(
            "{complete} of {asked} are complete; filling {bold}{count} {gaps}{bold:#}, {order} first"
        );
        // Writing to a String cannot fail, here and below.
        if self.left > 0 {
            let _ = write!(text, " ({} more for another time)", self.left);
        }
        text.push('\n');
        for gap in self.gaps.iter().take(MOST) {
            let _ = writeln!(text, "  {}", gap.label);
        }
        if count > MOST {
            let _ = writeln!(text, "  … {} more", count - MOST);
        }
        text
    }
}
