//! A check for a person: a list by task, and last the sum.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::{Checked, Group, Rank};
use crate::cli::findings::Told;

/// How wide the word before a line is.
const WIDTH: usize = "not verified".len();

impl Checked {
    /// For a person.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for group in &self.groups {
            group.write(&mut text);
            text.push('\n');
        }
        let counts = self.counts().into_iter();
        let counts = counts.map(|(rank, count)| format!("{count} {}", plural(rank, count)));
        let counts: Vec<_> = counts.collect();
        // Writing to a String cannot fail, here and below.
        let _ = writeln!(
            text,
            "checked with profile {}: {}",
            self.profile,
            if counts.is_empty() {
                "nothing to check".to_owned()
            } else {
                counts.join(", ")
            }
        );
        text
    }
}

fn plural(rank: Rank, count: usize) -> &'static str {
    match (rank, count) {
        (Rank::Warning, 2..) => "warnings",
        (Rank::Note, 2..) => "notes",
        _ => rank.word(),
    }
}

impl Group {
    fn write(&self, text: &mut String) {
        let bold = Style::new().bold();
        let _ = match self.tasks {
            Some(count @ 2..) => writeln!(text, "{bold}{}{bold:#}  {count} tasks", self.name),
            Some(_) => writeln!(text, "{bold}{}{bold:#}", self.label()),
            None => writeln!(text, "{bold}{}{bold:#}", self.name),
        };
        for told in &self.findings {
            self.line(text, told);
        }
    }

    /// The one task that it is about.
    fn label(&self) -> &str {
        let label = self.findings.first().and_then(|told| told.labels.first());
        label.map_or(&self.name, String::as_str)
    }

    fn line(&self, text: &mut String, told: &Told) {
        let rank = Rank::of(told.finding.verdict);
        let color = match rank {
            Rank::Wrong => AnsiColor::Red,
            Rank::Warning | Rank::NotVerified => AnsiColor::Yellow,
            Rank::Note => AnsiColor::Cyan,
            Rank::Right => AnsiColor::Green,
        };
        let style = Style::new().fg_color(Some(color.into()));
        let word = rank.word();
        let _ = write!(text, "  {style}{word:<WIDTH$}{style:#}  ");
        // Of one task among several of its type it is said which.
        if self.tasks.is_some_and(|tasks| told.tasks < tasks) {
            let _ = write!(text, "{}: ", told.who());
        }
        let _ = writeln!(text, "{}", told.finding.text);
        let margin = " ".repeat(2 + WIDTH + 2);
        for place in &told.finding.places {
            for line in place.to_string().lines() {
                let _ = writeln!(text, "{margin}{line}");
            }
        }
        if let Some(help) = &told.finding.help {
            let _ = writeln!(text, "{margin}help: {help}");
        }
    }
}
