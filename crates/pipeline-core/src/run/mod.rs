//! Executes a plan.

mod context;
mod event;

pub use context::{Context, Stop};
pub use event::{Event, EventKind};
