//! Tasks that would wait for each other for ever.
//!
//! Who waits for whom is a graph: a task that waits to be started waits for what it depends on,
//! a running one for what it required. What has ended, and what nobody needs yet, is not in it.
//! The plan alone has no circle, so a circle goes through the question that closed it.

use std::collections::{HashMap, HashSet, VecDeque};

use super::super::State;
use super::Dispatcher;
use crate::failure::{Failure, FailureKind};

/// A search from one end.
struct Side {
    seen: HashSet<u32>,
    open: VecDeque<u32>,
    /// How many edges it has gone along.
    cost: usize,
}

impl Side {
    fn new(begin: impl IntoIterator<Item = u32>) -> Self {
        let open: VecDeque<u32> = begin.into_iter().collect();
        Self {
            seen: open.iter().copied().collect(),
            open,
            cost: 0,
        }
    }
}

impl Dispatcher {
    /// Refuses the questions that have closed a circle since the last look.
    pub(super) fn refuse_circles(&mut self) {
        if self.requires.unchecked.is_empty() {
            return;
        }
        // The states are those of this moment.
        self.tell();
        for (by, ask) in std::mem::take(&mut self.requires.unchecked) {
            let requiring = self.requires.by.get(&by);
            let Some(pending) = requiring.and_then(|it| it.asks.get(&ask)) else {
                continue;
            };
            let begin: Vec<u32> = pending.waits_for.iter().copied().collect();
            if self.is_way(&begin, by) {
                let way = self.way(&begin, by);
                let failure = self.circle(&way);
                self.refuse(by, ask, failure);
            }
        }
    }

    /// The failure of a question whose answer waits for whoever asks: the tasks along the
    /// circle, from what it asked for to itself.
    pub(super) fn circle(&self, way: &[u32]) -> Failure {
        const ENDS: usize = 8;
        let own = way
            .last()
            .map(|it| self.view.label(*it))
            .unwrap_or_default();
        let mut circle = vec![own.clone()];
        let label = |it: &u32| self.view.label(*it);
        if way.len() <= 2 * ENDS {
            circle.extend(way.iter().map(label));
        } else {
            circle.extend(way[..ENDS].iter().map(label));
            circle.push(format!("… {} more …", way.len() - 2 * ENDS));
            circle.extend(way[way.len() - ENDS..].iter().map(label));
        }
        let what = if way.len() <= 1 {
            "it requires itself"
        } else {
            "it requires what waits for it"
        };
        let cause = format!("{what}: {}", circle.join(" → "));
        Failure::new(FailureKind::Configuration, cause).hint(
            "each waits for the next, so none of them would ever end: a task can require only \
             what can be done without it",
        )
    }

    /// Whether there is a way from one of these to the task. Both ends search, the cheaper one
    /// first: mostly one of them ends soon.
    fn is_way(&self, from: &[u32], to: u32) -> bool {
        let mut ahead = Side::new(from.iter().copied());
        let mut back = Side::new([to]);
        let mut next = Vec::new();
        loop {
            let (side, other, ahead) = if ahead.cost <= back.cost {
                (&mut ahead, &back, true)
            } else {
                (&mut back, &ahead, false)
            };
            let Some(number) = side.open.pop_front() else {
                return false;
            };
            if other.seen.contains(&number) {
                return true;
            }
            next.clear();
            if ahead {
                self.waits_for(number, &mut next);
            } else {
                self.is_waited_for_by(number, &mut next);
            }
            side.cost += 1 + next.len();
            side.open
                .extend(next.iter().filter(|it| side.seen.insert(**it)));
        }
    }

    /// The shortest way that there is.
    fn way(&self, from: &[u32], to: u32) -> Vec<u32> {
        let mut came_from: HashMap<u32, Option<u32>> = from.iter().map(|it| (*it, None)).collect();
        let mut open: VecDeque<u32> = from.iter().copied().collect();
        let mut next = Vec::new();
        while let Some(number) = open.pop_front() {
            if number == to {
                let back = std::iter::successors(Some(to), |it| came_from.get(it).copied()?);
                let mut way: Vec<u32> = back.collect();
                way.reverse();
                return way;
            }
            next.clear();
            self.waits_for(number, &mut next);
            for next in &next {
                came_from.entry(*next).or_insert_with(|| {
                    open.push_back(*next);
                    Some(number)
                });
            }
        }
        vec![to]
    }

    fn waits_for(&self, number: u32, found: &mut Vec<u32>) {
        match self.view.state(number) {
            State::Waiting => {
                let dependencies = self.view.plan().node(number).dependencies.iter();
                found.extend(dependencies.filter(|it| !self.view.state(**it).is_final()));
            }
            State::Requiring => {
                if let Some(requiring) = self.requires.by.get(&number) {
                    let asks = requiring.asks.values();
                    found.extend(asks.flat_map(|pending| &pending.waits_for));
                }
            }
            _ => {}
        }
    }

    fn is_waited_for_by(&self, number: u32, found: &mut Vec<u32>) {
        let dependents = self.view.plan().node(number).dependents.iter();
        found.extend(dependents.filter(|it| self.view.state(**it) == State::Waiting));
        let wanted = self.requires.wanted.get(&number);
        found.extend(wanted.into_iter().flatten().map(|(by, _)| *by));
    }
}
