//! Commands about runs that have been: they make no plan, and need of the configuration only
//! where runs keep their folders.

mod clean;
mod find;
mod history;
mod logs;
mod timeline;

pub(super) use find::run as find_run;

use std::path::PathBuf;

use super::arguments::Arguments;
use super::exit::ExitKind;
use super::head::Command;
use super::message::{Message, Refusal};
use super::surroundings::Stream;
use crate::journal::IndexError;

/// What a command about earlier runs is given.
pub(crate) struct Asked<'a> {
    /// How the program is called.
    pub(crate) program: &'a str,
    /// The words of the command's own.
    pub(crate) operands: &'a [String],
    pub(crate) arguments: &'a Arguments,
    pub(crate) state_dir: PathBuf,
    /// Standard output, for what is too much to be held.
    pub(crate) out: Stream,
}

/// What it answers.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    /// For standard output.
    pub(crate) out: String,
    /// What is doubtful, and told beside it.
    pub(crate) warnings: Vec<Message>,
}

/// Answers a command, or says nothing if it is none of these.
pub(crate) fn answer(command: Command, asked: &Asked<'_>) -> Option<Result<Answer, Refusal>> {
    Some(match command {
        Command::History => history::history(asked),
        Command::Logs => logs::logs(asked),
        Command::Clean => clean::clean(asked),
        Command::Timeline => timeline::timeline(asked),
        Command::Run
        | Command::Plan
        | Command::Check
        | Command::Explain
        | Command::Backfill
        | Command::Completions
        | Command::Retry
        | Command::Kill => return None,
    })
}

impl Answer {
    fn text(out: impl Into<String>) -> Self {
        Self {
            out: out.into(),
            warnings: Vec::new(),
        }
    }

    fn json(value: &impl serde::Serialize) -> Self {
        Self::text(super::program::json(value))
    }
}

/// What is told where the index cannot be used.
fn no_index(error: &IndexError) -> Refusal {
    Refusal::new(ExitKind::Environment, Message::new(error.to_string()))
}
