//! Which worker does what: a task takes the lowest number that is free.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The numbers of the workers.
#[derive(Debug, Default)]
pub(super) struct Slots {
    free: BinaryHeap<Reverse<usize>>,
    used: usize,
}

impl Slots {
    /// Takes a number; says whether it is the first to have it.
    pub(super) fn take(&mut self) -> (usize, bool) {
        if let Some(Reverse(slot)) = self.free.pop() {
            return (slot, false);
        }
        self.used += 1;
        (self.used - 1, true)
    }

    pub(super) fn give_back(&mut self, slot: usize) {
        self.free.push(Reverse(slot));
    }

    /// How many there were at once.
    pub(super) fn len(&self) -> usize {
        self.used
    }
}
