//! What keeps a pipeline whole when processes die, or when it is started twice.
//!
//! `<state_dir>/live/<run>.json` is there and locked while a run lives. One that is there and not
//! locked is of a run that died: what it left is read from its journal ([`Left`]) and handed to
//! the next run, and the file goes when all of that has been taken over.

mod follow;
mod left;
mod live;

pub use follow::{FollowError, Followed, follow};
pub(crate) use left::left_since;
pub use left::{Earlier, Left};
pub use live::{Entered, Entry, Live, LiveError, all, stop};
pub(crate) use live::{only_other, settle, wait};
