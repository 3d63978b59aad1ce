//! What comes next, for whoever shows it.

use std::collections::BinaryHeap;
use std::sync::Arc;

use super::super::ranks::Rank;
use super::super::{Upcoming, WaitsFor};
use super::Queue;

/// The greatest of a heap, in their order, at the cost of those few: whatever comes next stands
/// right below something that came before.
fn first_of<T: Ord + Copy>(heap: &BinaryHeap<T>, most: usize) -> Vec<T> {
    let heap = heap.as_slice();
    let mut first = Vec::with_capacity(most.min(heap.len()));
    let mut seen = BinaryHeap::from_iter(heap.first().map(|top| (*top, 0)));
    while first.len() < most
        && let Some((next, at)) = seen.pop()
    {
        first.push(next);
        let below = [2 * at + 1, 2 * at + 2];
        seen.extend(
            below
                .into_iter()
                .filter_map(|at| Some((*heap.get(at)?, at))),
        );
    }
    first
}

impl Queue {
    /// The tasks that start next, in their order, and what each waits for.
    pub(in crate::run) fn upcoming(&self, most: usize) -> Vec<Upcoming> {
        let groups = self.groups.iter();
        let mut next: Vec<Rank> = groups.flat_map(|it| first_of(&it.ready, most)).collect();
        next.sort_unstable_by(|a, b| b.cmp(a));
        next.truncate(most);
        let mut left = self.free.clone();
        next.into_iter()
            .map(|rank| self.waits(rank.number(), &mut left))
            .collect()
    }

    /// What a task waits for when so much is left by those before it.
    fn waits(&self, number: u32, left: &mut [u32]) -> Upcoming {
        let demand = self.demand_of[number as usize];
        let mut waits = WaitsFor::Worker;
        for &(resource, takes) in &self.demands[demand as usize].taken {
            let free = &mut left[resource as usize];
            if *free < takes && waits == WaitsFor::Worker {
                waits = WaitsFor::Resource {
                    name: Arc::clone(&self.names[resource as usize]),
                    takes,
                    free: *free,
                };
            }
            *free = free.saturating_sub(takes);
        }
        Upcoming { number, waits }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BinaryHeap;

    use proptest::prelude::*;

    use super::first_of;

    proptest! {
        #[test]
        fn what_comes_next_is_what_is_taken_next(
            all in prop::collection::vec(any::<u16>(), 0..60),
            most in 0..10_usize,
        ) {
            let mut heap = BinaryHeap::from(all);
            let first = first_of(&heap, most);
            let taken: Vec<u16> = std::iter::from_fn(|| heap.pop()).take(most).collect();
            prop_assert_eq!(first, taken);
        }
    }
}
