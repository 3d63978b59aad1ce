//! What is wrong with a configuration: all of it at once, each with its place.

use std::fmt;
use std::path::PathBuf;

use super::place::FILE_NAME;
use crate::secret::MASK;

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A file that is there cannot be read.
    #[error("cannot read {}: {source}", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Somebody named a file that is not there.
    #[error("there is no file {}, which {named_by} names", file.display())]
    NoFile {
        /// The file.
        file: PathBuf,
        /// `--config`, or the variable.
        named_by: String,
    },
    /// Mistakes, in the order of the file, the variables, the command line.
    #[error("{}", join(.0))]
    Mistakes(Vec<Problem>),
}

fn join(problems: &[Problem]) -> String {
    let texts: Vec<_> = problems.iter().map(ToString::to_string).collect();
    texts.join("\n\n")
}

/// One mistake and where it is. Displays as several lines, without a last line break.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What.
    pub mistake: Mistake,
}

/// Where a setting stands. Displays as an arrow and, in a file, the line with a caret.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// In a file.
    File {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The column in characters, from 1.
        column: usize,
        /// The whole line.
        text: String,
        /// How many characters are meant, from `column` on.
        width: usize,
    },
    /// In a variable of the environment.
    Variable(String),
    /// On the command line: the argument as it was written.
    Argument(String),
    /// Elsewhere, as a person reads it: an attribute in the source, a file of another program.
    Other(String),
}

impl Place {
    /// The same with a mask in place of what is meant and everything after it in the line.
    #[must_use]
    pub(crate) fn masked(self) -> Self {
        match self {
            Self::File {
                file,
                line,
                column,
                text,
                ..
            } => Self::File {
                file,
                line,
                column,
                text: text.chars().take(column - 1).chain(MASK.chars()).collect(),
                width: MASK.len(),
            },
            place => place,
        }
    }

    /// The same with a mask in place of everything after what is meant.
    #[must_use]
    pub(crate) fn without_value(self) -> Self {
        match self {
            Self::File {
                file,
                line,
                column,
                text,
                width,
            } => {
                let end = column - 1 + width;
                let named: String = text.chars().take(end).collect();
                let text = if text.chars().nth(end).is_some() {
                    format!("{named} = {MASK}")
                } else {
                    named
                };
                Self::File {
                    file,
                    line,
                    column,
                    text,
                    width,
                }
            }
            place => place,
        }
    }
}

/// What is wrong with a setting. Displays as one line; [`Mistake::help`] says what to do.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Mistake {
    /// The file is not TOML.
    #[error("{0}")]
    Syntax(String),
    /// A word that means nothing where it stands.
    #[error("unknown {what} `{word}`")]
    Unknown {
        /// What the word would have to be: `setting`, `profile`, `task`, `variable`.
        what: &'static str,
        /// The word.
        word: String,
        /// The one that was meant, most likely.
        nearest: Option<String>,
        /// Every one there is, where that is a list that a person reads.
        known: Vec<String>,
    },
    /// A setting of the whole run in the section of one task.
    #[error("`{0}` is a setting of the whole run, not of one task")]
    OfTheRun(String),
    /// A word of a whole profile in the section of one task.
    #[error("`{0}` says something of a whole profile, not of one task")]
    OfTheProfile(String),
    /// A setting that stands in no profile.
    #[error("`{0}` is in no profile")]
    NoProfile(String),
    /// A name with dots where a setting is meant.
    #[error("unknown setting `{0}`")]
    Property(String),
    /// A table where a value is meant, or the other way round.
    #[error("`{key}` is {found}; {meant} is meant")]
    Shape {
        /// The key.
        key: String,
        /// What it is.
        found: &'static str,
        /// What it should be.
        meant: &'static str,
    },
    /// A value that does not fit.
    #[error("`{key}`: {message}")]
    Value {
        /// The key.
        key: String,
        /// What is wrong, and what would be right.
        message: String,
        /// What to write.
        help: Option<String>,
    },
    /// A name, of an entry of a table, that is none or most likely none.
    #[error("{problem}")]
    Name {
        /// What is wrong with it.
        problem: String,
        /// What to write.
        help: String,
    },
    /// One key in two spellings.
    #[error("`{0}` is set twice in one section")]
    Twice(String),
    /// Profiles that inherit from each other.
    #[error("the profile inherits from itself: {}", .0.join(" -> "))]
    Circle(Vec<String>),
    /// Parameters for a task that gets its own from the task that needs it.
    #[error("`{task}` takes no parameters from here: it is not a root of this program")]
    NoRoot {
        /// The task.
        task: String,
        /// The roots.
        roots: Vec<String>,
    },
    /// An argument that is no `KEY=VALUE`.
    #[error("{0}")]
    Argument(String),
}

impl Mistake {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Unknown {
                nearest: Some(nearest),
                ..
            } => Some(format!("did you mean `{nearest}`?")),
            Self::Unknown { known, .. } if !known.is_empty() => {
                Some(format!("known are: {}", known.join(", ")))
            }
            Self::Value { help, .. } => help.clone(),
            Self::Name { help, .. } => Some(help.clone()),
            Self::NoProfile(_) => Some(
                "write the profile above it: [profile.local] is used when none is named".to_owned(),
            ),
            Self::Property(name) => Some(format!(
                "a property stands in the table `conf`: --conf {name}=…, or conf.\"{name}\" = … in {FILE_NAME}"
            )),
            Self::OfTheProfile(key) => Some(format!(
                "write `{key}` in the profile itself, `[profile.NAME]`"
            )),
            Self::OfTheRun(key) => Some(format!(
                "write `{key}` in the profile itself, `[profile.NAME]`, or `--set {key}=…`"
            )),
            Self::NoRoot { roots, .. } => Some(format!(
                "a task that is not a root gets its parameters from the task that needs it; roots are: {}",
                roots.join(", ")
            )),
            _ => None,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File {
                file,
                line,
                column,
                text,
                width,
            } => {
                let margin = " ".repeat(line.to_string().len());
                // What stands before the caret keeps its tabs, so that the caret is below.
                let before: String = text
                    .chars()
                    .take(column - 1)
                    .map(|c| if c == '\t' { '\t' } else { ' ' })
                    .collect();
                let caret = "^".repeat((*width).max(1));
                writeln!(f, "{margin}--> {}:{line}:{column}", file.display())?;
                writeln!(f, "{margin} |")?;
                writeln!(f, "{line} | {text}")?;
                write!(f, "{margin} | {before}{caret}")
            }
            Self::Variable(name) => write!(f, " --> environment, {name}"),
            Self::Argument(text) => write!(f, " --> command line, {text}"),
            Self::Other(text) => write!(f, " --> {text}"),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}", self.mistake, self.place)?;
        match self.mistake.help() {
            Some(help) => write!(f, "\nhelp: {help}"),
            None => Ok(()),
        }
    }
}
