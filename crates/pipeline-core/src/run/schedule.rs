//! Which tasks wait for which. No time, no threads: a plain structure.

use std::collections::HashMap;
use std::sync::Arc;

use super::queue::Queue;
use super::{RunView, State};
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
    /// as far as they have not ended; one that is `hopeless` waits for nothing. Says what
    /// follows for those that wait for nothing.
    pub(super) fn admit(
        &mut self,
        view: &RunView,
        numbers: &[u32],
        hopeless: impl Fn(u32) -> bool,
    ) -> Vec<Next> {
        let mut next = Vec::new();
        for &number in numbers {
            let mut waits = 0;
            let mut causes: Option<Causes> = None;
            let dependencies = match hopeless(number) {
                true => &[],
                false => &*view.plan().node(number).dependencies,
            };
            for &dependency in dependencies {
                match view.state(dependency) {
                    state if state.is_good() => {}
                    // Of one that is not needed yet, the outputs are being looked for.
                    state if !state.is_final() || state == State::Unneeded => waits += 1,
                    _ => {
                        let own = causes_of(view, dependency);
                        causes = Some(causes.map_or(own.clone(), |held| union(&held, &own)));
                    }
                }
            }
            self.waiting_for[number as usize] = waits;
            match causes {
                Some(causes) if waits == 0 => next.push(Next::Skipped(number, causes)),
                Some(causes) => {
                    self.causes.insert(number, causes);
                }
                None if waits == 0 => {
                    self.queue.push(number);
                    next.push(Next::Ready(number));
                }
                None => {}
            }
        }
        next
    }

    /// There are so many tasks; nobody waits for anything that was not admitted.
    pub(super) fn grow(&mut self, tasks: usize) {
        self.waiting_for.resize(tasks, 0);
        self.queue.grow(tasks);
    }

    /// The tasks that could start.
    pub(super) fn queue(&mut self) -> &mut Queue {
        &mut self.queue
    }

    /// A task ended, badly if there are causes of that; says what follows, however far down it
    /// goes.
    pub(super) fn ended(
        &mut self,
        plan: &Plan,
        number: u32,
        causes: Option<Causes>,
        next: &mut Vec<Next>,
    ) {
        let mut stack = vec![(number, causes)];
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

/// The tasks that failed, of one that ended badly: itself, or those that it names.
pub(super) fn causes_of(view: &RunView, number: u32) -> Causes {
    match view.causes(number) {
        [] => Causes::from([number]),
        of_skipped => of_skipped.into(),
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
