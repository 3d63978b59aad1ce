//! The first line of a journal: whose it is.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::task::TaskId;

/// The form of the journals that this library writes. A journal of another is refused.
pub const VERSION: u32 = 1;

/// The first line of a journal: which run this is, of what, and by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The form of the lines that follow: [`VERSION`].
    pub journal: u32,
    /// The version of the library that wrote it.
    pub library: String,
    /// The run's id.
    pub run: String,
    /// The process that was the run.
    pub pid: u32,
    /// The program, as it was called.
    pub program: String,
    /// Its arguments; secrets masked.
    pub arguments: Vec<String>,
    /// What the run was asked for; of very many the first 1,000.
    pub roots: Vec<Root>,
    /// How many roots there are in all.
    #[serde(default)]
    pub roots_in_all: usize,
    /// When the run began, by the clock of the machine.
    pub began: Timestamp,
    /// Who began it: the name of the user, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// The machine's name, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
}

/// A task that a run was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Root {
    /// The task.
    pub task: TaskId,
    /// As a person calls it; secrets masked.
    pub label: String,
}
