//! In which order tasks that could start do.
//!
//! First comes what somebody calls urgent, then what the end of the run waits for longest: the
//! task at the head of the longest way to the end, in time (the critical path). What a task
//! depends on is at least as urgent as the task itself, or a priority would be good for nothing
//! before the last step. Among equals the order of the plan decides.

use std::cmp::Reverse;
use std::time::Duration;

use crate::plan::Plan;

/// How long a task takes of which nothing is known.
pub(super) const UNKNOWN: Duration = Duration::from_secs(1);

/// A task's place in the order; the greatest starts first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    priority: i32,
    path: u32,
    number: Reverse<u32>,
}

impl Rank {
    /// The task.
    pub(super) const fn number(self) -> u32 {
        self.number.0
    }
}

/// What is known of a task's place, in the order of the plan.
#[derive(Debug, Default)]
pub(super) struct Ranks {
    /// The priority, or one of the two words below.
    priorities: Vec<i32>,
    /// The milliseconds from the task's start to the end of all that waits for it.
    paths: Vec<u32>,
}

/// Not in the run (yet).
const OUT: i32 = i32::MIN;

/// In the run, and nobody says how urgent it is.
const UNSAID: i32 = i32::MIN + 1;

/// What is asked of a task to rank it.
pub(super) struct Weighed {
    /// Its own priority, if it has one.
    pub(super) priority: Option<i32>,
    /// How long it is going to take.
    pub(super) takes: Duration,
}

impl Ranks {
    /// Ranks tasks that come into the run. `numbers` has dependencies before dependents; `first`
    /// is a task that waits for them though the plan does not say so: it asked for them.
    pub(super) fn add(
        &mut self,
        plan: &Plan,
        numbers: impl DoubleEndedIterator<Item = u32>,
        first: Option<u32>,
        weigh: impl Fn(u32) -> Weighed,
    ) {
        self.priorities.resize(plan.len(), OUT);
        self.paths.resize(plan.len(), 0);
        for number in numbers.rev() {
            let mut path = 0;
            let mut urgent = None;
            let (mut any, mut unsaid) = (false, false);
            let dependents = plan.node(number).dependents.iter();
            for &dependent in dependents.chain(first.as_ref()) {
                let priority = self.priorities[dependent as usize];
                if priority == OUT {
                    continue;
                }
                any = true;
                path = path.max(self.paths[dependent as usize]);
                if priority == UNSAID {
                    unsaid = true;
                } else {
                    urgent = urgent.max(Some(priority));
                }
            }
            let Weighed { priority, takes } = weigh(number);
            let below = match urgent {
                // What somebody without a word waits for is not less urgent than that.
                Some(urgent) if unsaid => urgent.max(0),
                Some(urgent) if any => urgent,
                _ => UNSAID,
            };
            let own = priority.map_or(UNSAID, |priority| priority.max(UNSAID + 1));
            self.priorities[number as usize] = own.max(below);
            let takes = u32::try_from(takes.as_millis()).unwrap_or(u32::MAX);
            self.paths[number as usize] = path.saturating_add(takes);
        }
    }

    /// The place of a task.
    pub(super) fn of(&self, number: u32) -> Rank {
        let priority = self.priorities[number as usize];
        Rank {
            priority: if priority <= UNSAID { 0 } else { priority },
            path: self.paths[number as usize],
            number: Reverse(number),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::testing::{Spec, World};

    /// A world in which task 0 needs 1 and 2, 1 needs 3, and nobody needs 4.
    fn plan() -> Plan {
        let needs: [&[u32]; 5] = [&[1, 2], &[3], &[], &[], &[]];
        let specs = needs.map(|needs| Spec {
            needs: needs.to_vec(),
            ..Spec::default()
        });
        World::new(specs).plan(&[0, 4])
    }

    /// The labels in the order in which the tasks would start if all could.
    fn order(priorities: &[(&str, i32)], takes: &[(&str, u64)]) -> Vec<String> {
        let plan = plan();
        let label = |number: u32| plan.node(number).task.label();
        let of = |number| {
            let name = label(number);
            Weighed {
                priority: priorities.iter().find(|(it, _)| *it == name).map(|it| it.1),
                takes: takes
                    .iter()
                    .find(|(it, _)| *it == name)
                    .map_or(UNKNOWN, |it| Duration::from_secs(it.1)),
            }
        };
        let mut ranks = Ranks::default();
        ranks.add(&plan, 0..5, None, of);
        let mut all: Vec<Rank> = (0..5).map(|number| ranks.of(number)).collect();
        all.sort_unstable_by(|a, b| b.cmp(a));
        all.iter().map(|rank| label(rank.number())).collect()
    }

    #[test]
    fn the_longest_way_to_the_end_comes_first_and_equals_in_the_order_of_the_plan() {
        let nothing_known = order(&[], &[]);
        let expected = ["Toy(n=3)", "Toy(n=1)", "Toy(n=2)", "Toy(n=0)", "Toy(n=4)"];
        assert_eq!(nothing_known, expected);
        let one_is_long = order(&[], &[("Toy(n=2)", 60)]);
        assert_eq!(one_is_long[0], "Toy(n=2)");
        let longest = order(&[], &[("Toy(n=4)", u64::MAX / 2000)]);
        assert_eq!(longest[0], "Toy(n=4)");
    }

    #[test]
    fn a_priority_comes_before_the_path_and_is_that_of_all_it_needs() {
        let found = order(&[("Toy(n=1)", 1)], &[("Toy(n=2)", 60)]);
        assert_eq!(found[..3], ["Toy(n=3)", "Toy(n=1)", "Toy(n=2)"]);
        // The least urgent comes last, and what only it needs with it.
        let found = order(&[("Toy(n=0)", -1)], &[]);
        assert_eq!(found[0], "Toy(n=4)");
        // What another needs too that says nothing is not.
        let found = order(&[("Toy(n=2)", -5)], &[("Toy(n=2)", 60)]);
        assert_eq!(found[4], "Toy(n=2)");
    }

    #[test]
    fn what_comes_later_is_as_urgent_as_who_asked_for_it() {
        let plan = plan();
        let mut ranks = Ranks::default();
        let weigh = |priority| {
            move |_| Weighed {
                priority,
                takes: UNKNOWN,
            }
        };
        let number = |label: &str| {
            let mut all = (0..5).filter(|it| plan.node(*it).task.label() == label);
            all.next().expect("a task")
        };
        let (asks, asked) = (number("Toy(n=0)"), number("Toy(n=4)"));
        ranks.add(&plan, [asks].into_iter(), None, weigh(Some(3)));
        ranks.add(&plan, [asked].into_iter(), Some(asks), weigh(None));
        assert!(ranks.of(asked) > ranks.of(asks));
    }
}
