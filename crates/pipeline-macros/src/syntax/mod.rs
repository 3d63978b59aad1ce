//! An item as it is written: names, types, and attribute entries that nobody has judged yet.

mod entry;
mod item;
mod pairs;
pub(crate) mod tokens;
pub(crate) mod types;
mod written;

pub(crate) use entry::{Entries, Entry, Value, skip_to_comma};
pub(crate) use item::{Data, Field, Item};
pub(crate) use pairs::{Pair, pairs};
pub(crate) use written::pair as pair_of_texts;
