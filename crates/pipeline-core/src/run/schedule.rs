//! Which task can start next. No time, no threads: a plain structure.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::sync::Arc;

use super::survey::Need;
use crate::plan::Plan;

/// How many failed tasks a skipped one names at most, so that a thousand failures above a
/// hundred thousand tasks stay cheap.
pub(super) const MAX_CAUSES: usize = 64;

/// The failed tasks that a task is skipped because of, in plan order.
pub(super) type Causes = Arc<[u32]>;

/// What became possible when a task ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// All that the task depends on is done.
    Ready(u32),
    /// All that the task depends on has ended, and some of it failed.
    Skipped(u32, Causes),
}

/// Counts for each task what it still waits for.
pub(super) struct Schedule {
    waiting_for: Vec<u32>,
    /// What can start, first in plan order first: depth first, and always the same.
    ready: BinaryHeap<Reverse<u32>>,
    /// The causes gathered so far of tasks that will be skipped.
    causes: HashMap<u32, Causes>,
}

impl Schedule {
    /// The schedule of a plan, and the tasks that can start at once.
    pub(super) fn new(plan: &Plan, needs: &[Need]) -> Self {
        let mut waiting_for = vec![0_u32; plan.len()];
        let mut ready = BinaryHeap::new();
        for (number, node) in (0_u32..).zip(plan.nodes()) {
            let at = number as usize;
            match needs[at] {
                Need::Unneeded | Need::Complete => continue,
                Need::Fail => {}
                Need::Run => {
                    for dependency in &node.dependencies {
                        let need = needs[*dependency as usize];
                        waiting_for[at] += u32::from(matches!(need, Need::Run | Need::Fail));
                    }
                }
            }
            if waiting_for[at] == 0 {
                ready.push(Reverse(number));
            }
        }
        Self {
            waiting_for,
            ready,
            causes: HashMap::new(),
        }
    }

    /// The next task that can start, without taking it.
    pub(super) fn peek(&self) -> Option<u32> {
        self.ready.peek().map(|Reverse(number)| *number)
    }

    /// Takes the next task that can start.
    pub(super) fn pop(&mut self) -> Option<u32> {
        self.ready.pop().map(|Reverse(number)| number)
    }

    /// A task that was taken can start again.
    pub(super) fn again(&mut self, number: u32) {
        self.ready.push(Reverse(number));
    }

    /// The next tasks that can start, in their order, without taking them.
    pub(super) fn next_few(&self, most: usize) -> Vec<u32> {
        let next = first_of(&self.ready, most).into_iter();
        next.map(|Reverse(number)| number).collect()
    }

    /// The tasks that can start, in no order.
    pub(super) fn ready(&self) -> impl Iterator<Item = u32> {
        self.ready.iter().map(|Reverse(number)| *number)
    }

    /// A task ended, well or not; says what follows, however far down it goes.
    pub(super) fn ended(&mut self, plan: &Plan, number: u32, good: bool, next: &mut Vec<Next>) {
        let own: Option<Causes> = (!good).then(|| Arc::from([number]));
        let mut stack = vec![(number, own)];
        while let Some((number, causes)) = stack.pop() {
            for &dependent in &plan.node(number).dependents {
                let waiting_for = &mut self.waiting_for[dependent as usize];
                if *waiting_for == 0 {
                    // It does not need this run, or needs no input to fail.
                    continue;
                }
                *waiting_for -= 1;
                let last = *waiting_for == 0;
                if let Some(causes) = &causes {
                    let held = self.causes.entry(dependent);
                    held.and_modify(|held| *held = union(held, causes))
                        .or_insert_with(|| Arc::clone(causes));
                }
                if !last {
                    continue;
                }
                match self.causes.remove(&dependent) {
                    Some(causes) => {
                        next.push(Next::Skipped(dependent, Arc::clone(&causes)));
                        stack.push((dependent, Some(causes)));
                    }
                    None => {
                        self.ready.push(Reverse(dependent));
                        next.push(Next::Ready(dependent));
                    }
                }
            }
        }
    }
}

fn union(a: &Causes, b: &Causes) -> Causes {
    if Arc::ptr_eq(a, b) || a == b {
        return Arc::clone(a);
    }
    let mut all: Vec<u32> = a.iter().chain(b.iter()).copied().collect();
    all.sort_unstable();
    all.dedup();
    all.truncate(MAX_CAUSES);
    all.into()
}

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
