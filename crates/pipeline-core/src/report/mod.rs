//! Shows what happens in a run.

use crate::run::{Event, RunView};

/// Somebody who is told what happens in a run, event by event, in their order.
pub trait Reporter: Send {
    /// An event happened; the view has it taken in already.
    fn event(&mut self, event: &Event, view: &RunView);
}
