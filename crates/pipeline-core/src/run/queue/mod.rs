//! The tasks that could start, and which of them may: no time, no threads, a plain structure.
//!
//! A task takes of the run's named resources, several at once or none. The task of the highest
//! rank that waits for a resource is not overtaken by others that want it: what is free of that
//! resource is kept for it, so that a task that takes much is not starved by a stream of tasks
//! that take little. Whoever wants other resources, or none, goes on.
//!
//! Tasks that want the same resources (whatever how many) are one group, and only its first is
//! ever looked at and kept for: all others of it would overtake that one. There are few groups,
//! so what starts next is found without looking at all that waits.

mod first;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap};
use std::sync::Arc;

use super::ranks::{Rank, Ranks};
use super::resources::Capacities;
use crate::task::Control;

/// Which resources, and how many of each: pairs in the order of the resources.
type Taken = Box<[(u32, u32)]>;

/// The tasks that could start.
#[derive(Debug)]
pub(super) struct Queue {
    pub(super) ranks: Ranks,
    /// By the number of the task, its entry in `demands`.
    demand_of: Vec<u32>,
    /// The first is that of a task that takes no worker and no resource: it ends at once.
    demands: Vec<Demand>,
    known: HashMap<Vec<(String, u32)>, u32>,
    groups: Vec<Group>,
    resources: BTreeMap<String, u32>,
    /// By the number of the resource.
    names: Vec<Arc<str>>,
    free: Vec<u32>,
    /// Tasks that gave back what they took and want it again: it is kept for them.
    returning: BTreeSet<u32>,
    /// What is left while a task is picked; kept for its memory.
    left: Vec<u32>,
    order: Vec<(Rank, usize)>,
}

#[derive(Debug)]
struct Demand {
    group: usize,
    taken: Taken,
}

/// Tasks that want the same resources.
#[derive(Debug)]
struct Group {
    resources: Box<[u32]>,
    ready: BinaryHeap<Rank>,
}

/// The demand, and the group, of what ends at once.
const AT_ONCE: u32 = 0;

impl Queue {
    pub(super) fn new(capacities: &Capacities) -> Self {
        let group = || Group {
            resources: Box::default(),
            ready: BinaryHeap::new(),
        };
        let demand = |group| Demand {
            group,
            taken: Taken::default(),
        };
        Self {
            ranks: Ranks::default(),
            demand_of: Vec::new(),
            demands: vec![demand(0), demand(1)],
            known: HashMap::new(),
            groups: vec![group(), group()],
            resources: capacities.keys().cloned().zip(0_u32..).collect(),
            names: capacities.keys().map(|name| name.as_str().into()).collect(),
            free: capacities.values().copied().collect(),
            returning: BTreeSet::new(),
            left: Vec::new(),
            order: Vec::new(),
        }
    }

    /// There are so many tasks. Those of which nothing more is said end at once.
    pub(super) fn grow(&mut self, tasks: usize) {
        self.demand_of.resize(tasks, AT_ONCE);
    }

    /// Says that a task takes a worker, and these resources, while it works. More than there is
    /// must not be asked for: such a task would wait for ever.
    pub(super) fn works(&mut self, number: u32, control: &Control) {
        self.demand_of[number as usize] = self.demand(control);
    }

    fn demand(&mut self, control: &Control) -> u32 {
        const NOTHING: u32 = 1;
        if control.resources.is_empty() {
            return NOTHING;
        }
        if let Some(demand) = self.known.get(&control.resources) {
            return *demand;
        }
        let taken = control.resources.iter();
        let taken = taken.filter_map(|(name, taken)| Some((*self.resources.get(name)?, *taken)));
        let mut taken: Vec<(u32, u32)> = taken.collect();
        taken.sort_unstable();
        let resources: Box<[u32]> = taken.iter().map(|(resource, _)| *resource).collect();
        let like = |group: &Group| group.resources == resources;
        // The first group is another matter, though its resources are none too.
        let group = self.groups[1..].iter().position(like).map(|at| at + 1);
        let group = group.unwrap_or_else(|| {
            self.groups.push(Group {
                resources,
                ready: BinaryHeap::new(),
            });
            self.groups.len() - 1
        });
        // There are no more demands than tasks, whose numbers are below 2^32.
        #[allow(clippy::cast_possible_truncation)]
        let demand = self.demands.len() as u32;
        self.demands.push(Demand {
            group,
            taken: taken.into(),
        });
        self.known.insert(control.resources.clone(), demand);
        demand
    }

    /// A task can start.
    pub(super) fn push(&mut self, number: u32) {
        let demand = &self.demands[self.demand_of[number as usize] as usize];
        self.groups[demand.group].ready.push(self.ranks.of(number));
    }

    /// Tasks that were to work are going to end at once: those of an engine that is not ready.
    pub(super) fn end_at_once(&mut self, ends: impl Fn(u32) -> bool) {
        for (number, demand) in (0..).zip(&mut self.demand_of) {
            if ends(number) {
                *demand = AT_ONCE;
            }
        }
        let (at_once, groups) = self.groups.split_at_mut(1);
        for group in groups {
            for rank in group.ready.iter().filter(|rank| ends(rank.number())) {
                at_once[0].ready.push(*rank);
            }
            group.ready.retain(|rank| !ends(rank.number()));
        }
    }

    /// Takes the next task, with the resources that it takes; of those that work only if there
    /// is a worker for it.
    pub(super) fn next(&mut self, worker: bool) -> Option<u32> {
        if let Some(rank) = self.groups[0].ready.pop() {
            return Some(rank.number());
        }
        if !worker {
            return None;
        }
        let group = self.pick()?;
        let rank = self.groups[group].ready.pop()?;
        let demand = self.demand_of[rank.number() as usize];
        for (resource, taken) in &self.demands[demand as usize].taken {
            self.free[*resource as usize] -= taken;
        }
        Some(rank.number())
    }

    /// The group whose first task starts next.
    fn pick(&mut self) -> Option<usize> {
        let firsts = self.groups.iter().enumerate().skip(1);
        let firsts = firsts.filter_map(|(at, group)| Some((*group.ready.peek()?, at)));
        self.order.clear();
        self.order.extend(firsts);
        if self.order.len() > 1 {
            self.order.sort_unstable_by(|a, b| b.cmp(a));
        }
        self.left.clone_from(&self.free);
        for number in &self.returning {
            let demand = self.demand_of[*number as usize];
            keep(&mut self.left, &self.demands[demand as usize].taken);
        }
        for (rank, group) in &self.order {
            let demand = self.demand_of[rank.number() as usize];
            let taken = &self.demands[demand as usize].taken;
            if taken
                .iter()
                .all(|(it, taken)| self.left[*it as usize] >= *taken)
            {
                return Some(*group);
            }
            // What is free of all that it takes is kept for it.
            keep(&mut self.left, taken);
        }
        None
    }

    /// Takes again what a task gave back while it worked. If that is not free, what becomes free
    /// is kept for it, and it asks again.
    pub(super) fn take_again(&mut self, number: u32) -> bool {
        let demand = self.demand_of[number as usize];
        let taken = &self.demands[demand as usize].taken;
        if taken
            .iter()
            .any(|(it, taken)| self.free[*it as usize] < *taken)
        {
            self.returning.insert(number);
            return false;
        }
        for (resource, taken) in taken {
            self.free[*resource as usize] -= taken;
        }
        self.returning.remove(&number);
        true
    }

    /// Nothing is kept for a task any more.
    pub(super) fn does_not_return(&mut self, number: u32) {
        self.returning.remove(&number);
    }

    /// Gives back what a task took.
    pub(super) fn release(&mut self, number: u32) {
        let demand = self.demand_of[number as usize];
        for (resource, taken) in &self.demands[demand as usize].taken {
            self.free[*resource as usize] += taken;
        }
    }
}

/// What is free of these is kept for somebody.
fn keep(left: &mut [u32], taken: &Taken) {
    for (resource, taken) in taken {
        let left = &mut left[*resource as usize];
        *left = left.saturating_sub(*taken);
    }
}
