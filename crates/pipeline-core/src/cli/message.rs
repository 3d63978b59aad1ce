//! How errors and warnings look: `error: …`, details, `help: …`.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::exit::ExitKind;
use crate::config::ConfigError;
use crate::failure::Failure;

/// Something that ends the program before or instead of a run, and its exit code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) kind: ExitKind,
    pub(crate) messages: Vec<Message>,
}

/// What a person is told: one line, details, and what to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) title: String,
    pub(crate) details: Vec<String>,
    pub(crate) help: Vec<String>,
}

impl Message {
    pub(crate) fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            ..Self::default()
        }
    }

    pub(crate) fn detail(mut self, line: impl Into<String>) -> Self {
        self.details.push(line.into());
        self
    }

    pub(crate) fn help(mut self, line: impl Into<String>) -> Self {
        self.help.push(line.into());
        self
    }

    /// A text of ours in several lines: the first is the title, `help: ` begins help.
    pub(crate) fn of_text(text: &str) -> Self {
        let mut lines = text.lines();
        let mut message = Self::new(lines.next().unwrap_or_default());
        for line in lines {
            match line.strip_prefix("help: ") {
                Some(help) => message.help.push(help.to_owned()),
                None => message.details.push(line.to_owned()),
            }
        }
        message
    }

    /// As it is printed, under a word such as `error`.
    pub(crate) fn render(&self, word: &str) -> String {
        let color = match word {
            "error" => AnsiColor::Red,
            "note" => AnsiColor::Cyan,
            _ => AnsiColor::Yellow,
        };
        let style = Style::new().bold().fg_color(Some(color.into()));
        let green = Style::new().fg_color(Some(AnsiColor::Green.into()));
        let mut text = format!("{style}{word}{style:#}: {}\n", self.title);
        for line in &self.details {
            // Writing to a String cannot fail, here and below.
            let _ = writeln!(text, "{line}");
        }
        for line in &self.help {
            let _ = writeln!(text, "{green}help{green:#}: {line}");
        }
        text
    }
}

impl Refusal {
    pub(crate) fn new(kind: ExitKind, message: Message) -> Self {
        Self {
            kind,
            messages: vec![message],
        }
    }

    pub(crate) fn usage(message: Message) -> Self {
        Self::new(ExitKind::Usage, message)
    }

    pub(crate) fn render(&self) -> String {
        let messages = self.messages.iter();
        let texts: Vec<_> = messages.map(|message| message.render("error")).collect();
        texts.join("\n")
    }
}

impl From<ConfigError> for Refusal {
    fn from(error: ConfigError) -> Self {
        let messages = match &error {
            ConfigError::Mistakes(problems) => problems
                .iter()
                .map(|problem| Message::of_text(&problem.to_string()))
                .collect(),
            ConfigError::Unreadable { .. } | ConfigError::NoFile { .. } => {
                vec![Message::of_text(&error.to_string())]
            }
        };
        Self {
            kind: ExitKind::Usage,
            messages,
        }
    }
}

impl From<&Failure> for Message {
    fn from(failure: &Failure) -> Self {
        let mut message = Self::new(&failure.cause);
        message
            .details
            .extend(failure.context.iter().map(|line| format!("  {line}")));
        message.help.extend(failure.hint.clone());
        message
    }
}
