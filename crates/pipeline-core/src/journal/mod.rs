//! What a run leaves behind: its journal, and what is read back from it.
//!
//! `<state_dir>/runs/<id>/journal.jsonl` has a [`Header`] in its first line and then one event
//! a line, in the order of the run. Each line is there whole or not at all: a reader leaves
//! out a last line that was cut. `<state_dir>/runs/<id>/lock` is held by the run while it
//! lives, so that whoever is given the lock knows that the run is over.

mod header;
mod index;
mod lock;
mod number;
mod record;
mod row;
mod runs;
mod story;
mod writer;

#[cfg(test)]
mod tests;

pub use header::{Header, Root, VERSION};
pub use index::{Counts, Index, IndexError, RunRow, TaskRow};
pub use lock::{Lock, is_alive};
pub use record::{Reader, Record, RecordError};
pub use runs::{RunFolder, runs};
pub use story::{RunEnd, Story, TaskStory};
pub use writer::Journal;

/// The name of the file in a run's folder.
pub const FILE: &str = "journal.jsonl";
