//! An explanation for a person.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::{Explanation, MOST, Row, TaskExplained};
use crate::cli::flags::paragraph;
use crate::cli::message::Message;
use crate::config::FILE_NAME;

impl Explanation {
    /// For a person.
    pub(crate) fn text(&self) -> String {
        let bold = Style::new().bold();
        let mut text = String::new();
        let file = match &self.file {
            Some(file) => file.display().to_string(),
            None => format!("no {}", FILE_NAME),
        };
        // Writing to a String cannot fail, here and below.
        let _ = writeln!(text, "profile {bold}{}{bold:#} ({file})", self.profile);
        let _ = writeln!(text, "\n{bold}The run{bold:#}");
        let rows = self.run.iter().map(|row| {
            let origin = row.origin.to_string();
            [row.key.clone(), row.value.clone(), origin]
        });
        table(&mut text, "  ", rows.collect());
        for engine in &self.engines {
            for line in &engine.found {
                let _ = writeln!(text, "  {line}");
            }
            // No error of `explain`: the values are what they are.
            if let Some(failure) = &engine.failure {
                let _ = writeln!(text, "  {} cannot be used: {failure}", engine.engine);
            }
        }
        for task in &self.tasks {
            task.write(&mut text);
        }
        text
    }
}

impl TaskExplained {
    fn write(&self, text: &mut String) {
        let bold = Style::new().bold();
        let dim = Style::new().dimmed();
        let short = self.id.short();
        let _ = writeln!(text, "\n{bold}{}{bold:#}  {dim}{short}{dim:#}", self.label);
        if self.more > 0 {
            let _ = writeln!(
                text,
                "  {dim}{} more of its type: name one by its label or id{dim:#}",
                self.more
            );
        }
        let doc = paragraph(self.doc);
        if !doc.is_empty() {
            let _ = writeln!(text, "  {doc}");
        }
        section(text, "parameters", rows(&self.params));
        let inputs = self.inputs.iter();
        let shown = inputs
            .take(MOST)
            .map(|label| [label.clone(), String::new(), String::new()]);
        let mut shown: Vec<_> = shown.collect();
        if self.inputs.len() > MOST {
            let more = format!("… {} more", self.inputs.len() - MOST);
            shown.push([more, String::new(), String::new()]);
        }
        section(text, "inputs", shown);
        let outputs = self.outputs.iter().map(|output| {
            [
                output.name.to_owned(),
                output.location.clone(),
                output.format.to_owned(),
            ]
        });
        section(text, "outputs", outputs.collect());
        section(text, "settings", rows(&self.settings));
        if let Some(failure) = &self.failure {
            let message = Message::from(failure).render("error");
            for line in message.lines() {
                let _ = writeln!(text, "  {line}");
            }
        }
    }
}

fn rows(rows: &[Row]) -> Vec<[String; 3]> {
    let rows = rows.iter();
    rows.map(|row| [row.key.clone(), row.value.clone(), row.origin.clone()])
        .collect()
}

fn section(text: &mut String, title: &str, rows: Vec<[String; 3]>) {
    if !rows.is_empty() {
        let _ = writeln!(text, "  {title}");
        table(text, "    ", rows);
    }
}

/// Rows of key, value and origin, one below the other. A long value takes its own width.
fn table(text: &mut String, indent: &str, rows: Vec<[String; 3]>) {
    let width = |column: usize, most: usize| {
        let widths = rows.iter().map(|row| row[column].chars().count());
        widths.filter(|width| *width <= most).max().unwrap_or(0)
    };
    let (keys, values) = (width(0, 48), width(1, 40));
    let origin_style = Style::new().fg_color(Some(AnsiColor::Cyan.into()));
    for [key, value, origin] in &rows {
        // A line break in a value would look like another row.
        let value = value.replace('\n', "\\n");
        let line = format!("{indent}{key:<keys$}  {value:<values$}");
        if origin.is_empty() {
            let _ = writeln!(text, "{}", line.trim_end());
        } else {
            let _ = writeln!(text, "{line}  {origin_style}{origin}{origin_style:#}");
        }
    }
}
