//! The first line of a journal: whose it is.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::task::TaskId;

/// The form of the journals that this library writes. A journal of another is refused.
pub const VERSION: u32 = 1;

/// How many roots a header names.
const MOST_ROOTS: usize = 1000;

/// The first line of a journal: which run this is, of what, and by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The form of the lines that follow: [`VERSION`].
    pub journal: u32,
    /// The version of the library that wrote it.
    pub library: String,
    /// The run's id.
    pub run: String,
    /// The run's number among those of its state folder, counted from 1 in the order in which
    /// they began. Unlike the time it does not depend on how the clock was set.
    #[serde(default)]
    pub number: u64,
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

impl Header {
    /// The header of a run of this process that begins now. Its id and its number are set when
    /// its journal begins.
    pub(crate) fn new(
        began: Timestamp,
        command: &[String],
        roots: impl ExactSizeIterator<Item = Root>,
    ) -> Self {
        Self {
            journal: VERSION,
            library: env!("CARGO_PKG_VERSION").to_owned(),
            run: String::new(),
            number: 0,
            pid: std::process::id(),
            program: command.first().cloned().unwrap_or_default(),
            arguments: command.iter().skip(1).cloned().collect(),
            roots_in_all: roots.len(),
            roots: roots.take(MOST_ROOTS).collect(),
            began,
            user: user(),
            host: host(),
        }
    }
}

/// The name of this process's user, as the machine's own list has it; else what the environment
/// says.
fn user() -> Option<String> {
    let id = rustix::process::getuid().as_raw().to_string();
    let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let listed = users.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)? == id).then(|| name.to_owned())
    });
    let variable = |name| std::env::var(name).ok().filter(|name| !name.is_empty());
    listed
        .or_else(|| variable("LOGNAME"))
        .or_else(|| variable("USER"))
}

fn host() -> Option<String> {
    let name = rustix::system::uname();
    let name = name.nodename().to_str().ok()?;
    (!name.is_empty()).then(|| name.to_owned())
}

/// A task that a run was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Root {
    /// The task.
    pub task: TaskId,
    /// As a person calls it; secrets masked.
    pub label: String,
}
