//! Which tasks wait for which. No time, no threads: a plain structure.

use std::collections::HashMap;
use std::sync::Arc;

use super::queue::Queue;
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
    queue: Queue,
    /// The causes gathered so far of tasks that will be skipped.
    causes: HashMap<u32, Causes>,
}

impl Schedule {
    /// A schedule of no tasks yet. What they take and how urgent they are, the queue knows.
    pub(super) fn new(queue: Queue) -> Self {
        Self {
            waiting_for: Vec::new(),
            queue,
            causes: HashMap::new(),
        }
    }

    /// Takes tasks in, which the queue knows already. Each waits for those that it depends on
    /// as far as they are `pending`; one that is `hopeless` waits for nothing. Gives those that
    /// can start.
    pub(super) fn admit(
        &mut self,
        plan: &Plan,
        numbers: &[u32],
        pending: impl Fn(u32) -> bool,
        hopeless: impl Fn(u32) -> bool,
    ) -> Vec<u32> {
        let mut ready = Vec::new();
        self.waiting_for.resize(plan.len(), 0);
        for &number in numbers {
            if !hopeless(number) {
                let dependencies = plan.node(number).dependencies.iter();
                let waits = dependencies.filter(|dependency| pending(**dependency));
                // Each stands there once, so they are no more than there are tasks.
                #[allow(clippy::cast_possible_truncation)]
                let waits = waits.count() as u32;
                self.waiting_for[number as usize] = waits;
            }
            if self.waiting_for[number as usize] == 0 {
                self.queue.push(number);
                ready.push(number);
            }
        }
        ready
    }

    /// The tasks that could start.
    pub(super) fn queue(&mut self) -> &mut Queue {
        &mut self.queue
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
                        self.queue.push(dependent);
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
