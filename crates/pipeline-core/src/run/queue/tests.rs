use std::collections::BTreeSet;
use std::time::Duration;

use proptest::prelude::*;

use super::super::WaitsFor;
use super::super::ranks::Weighed;
use super::super::testing::{Spec, World};
use super::*;

/// A queue of tasks that need nothing, each with its priority and what it takes.
fn queue(capacities: &[(&str, u32)], tasks: &[(i32, &[(&str, u32)])]) -> Queue {
    let world = World::new(tasks.iter().map(|_| Spec::default()));
    let count = u32::try_from(tasks.len()).expect("few");
    let plan = world.plan(&(0..count).collect::<Vec<_>>());
    let capacities = capacities
        .iter()
        .map(|(name, held)| ((*name).to_owned(), *held));
    let mut queue = Queue::new(&capacities.collect());
    queue.grow(tasks.len());
    queue.ranks.add(&plan, 0..count, None, |number| Weighed {
        priority: Some(tasks[number as usize].0),
        takes: Duration::from_secs(1),
    });
    for (number, (_, resources)) in (0..).zip(tasks) {
        let resources = resources
            .iter()
            .map(|(name, taken)| ((*name).to_owned(), *taken));
        let control = Control {
            resources: resources.collect(),
            ..Control::default()
        };
        queue.works(number, &control);
        queue.push(number);
    }
    queue
}

/// What starts now.
fn started(queue: &mut Queue) -> Vec<u32> {
    std::iter::from_fn(|| queue.next(true)).collect()
}

#[test]
fn several_resources_are_taken_at_once_and_given_back() {
    let both: &[_] = &[("a", 2), ("b", 1)];
    let mut queue = queue(
        &[("a", 4), ("b", 1)],
        &[(0, both), (0, both), (0, &[("a", 2)])],
    );
    assert_eq!(started(&mut queue), [0]);
    queue.release(0);
    assert_eq!(started(&mut queue), [1, 2]);
}

#[test]
fn who_waits_for_a_resource_is_not_overtaken_by_who_wants_it_and_others_go_on() {
    let one: &[_] = &[("a", 1)];
    let mut queue = queue(
        &[("a", 4), ("b", 1)],
        &[
            (9, one),
            (5, &[("a", 4)]),
            (1, one),
            (1, &[("b", 1)]),
            (0, &[]),
        ],
    );
    assert_eq!(started(&mut queue), [0, 3, 4]);
    queue.release(3);
    assert_eq!(started(&mut queue), [] as [u32; 0]);
    queue.release(0);
    assert_eq!(started(&mut queue), [1]);
    queue.release(1);
    assert_eq!(started(&mut queue), [2]);
}

#[test]
fn a_stream_of_tasks_that_take_little_does_not_starve_one_that_takes_much() {
    let one: &[_] = &[("a", 1)];
    let mut tasks = vec![(0, one); 100];
    tasks[10] = (0, &[("a", 3)]);
    let mut queue = queue(&[("a", 3)], &tasks);
    let mut order = Vec::new();
    let mut running = started(&mut queue);
    while let Some(ended) = running.pop() {
        order.push(ended);
        queue.release(ended);
        running.extend(started(&mut queue));
    }
    assert_eq!(order.len(), 100);
    // Those of a higher rank before it and nothing else.
    let at = order.iter().position(|it| *it == 10).expect("it ran");
    assert_eq!(at, 10);
}

#[test]
fn two_that_take_much_of_different_resources_do_not_keep_each_other_from_both() {
    // The first wants both; streams of others hold one or the other at any moment.
    let (a, b): (&[_], &[_]) = (&[("a", 1)], &[("b", 1)]);
    let both: &[_] = &[("a", 1), ("b", 1)];
    let tasks = [(9, a), (5, both), (1, a), (1, b), (1, a), (1, b)];
    let mut queue = queue(&[("a", 1), ("b", 1)], &tasks);
    // What is free of `b` is kept for the second, though it waits for `a`.
    assert_eq!(started(&mut queue), [0]);
    queue.release(0);
    assert_eq!(started(&mut queue), [1]);
}

#[test]
fn what_comes_next_says_what_it_waits_for() {
    let tasks: [(i32, &[_]); 3] = [(9, &[("a", 2)]), (5, &[("a", 2)]), (1, &[])];
    let mut queue = queue(&[("a", 3)], &tasks);
    assert_eq!(queue.next(true), Some(0));
    let next = queue.upcoming(5);
    let resource = WaitsFor::Resource {
        name: "a".into(),
        takes: 2,
        free: 1,
    };
    let found: Vec<_> = next.into_iter().map(|it| (it.number, it.waits)).collect();
    assert_eq!(found, [(1, resource), (2, WaitsFor::Worker)]);
}

#[test]
fn what_ends_at_once_needs_no_worker() {
    let mut queue = queue(&[("a", 1)], &[(0, &[]), (0, &[("a", 1)]), (0, &[])]);
    assert_eq!(queue.next(false), None);
    queue.end_at_once(|number| number == 1);
    assert_eq!(queue.next(false), Some(1));
    assert_eq!(queue.next(false), None);
    assert_eq!(started(&mut queue), [0, 2]);
    assert_eq!(queue.free, [1]);
}

proptest! {
    /// Whatever tasks take and whenever they end: never more than there is, the highest rank
    /// starts if it can, nobody overtakes the first of those who want the same if they want what
    /// it waits for, and everybody starts at last.
    #[test]
    fn nobody_takes_what_is_not_there_and_nobody_is_overtaken(
        tasks in proptest::collection::vec((-2..3_i32, 0..4_u32, 0..4_u32, 0..3_u32), 1..40),
        ends in proptest::collection::vec(0..1000_usize, 200),
    ) {
        let capacities = [("a", 3), ("b", 3), ("c", 2)];
        let lists: Vec<Vec<(&str, u32)>> = tasks.iter().map(|(_, a, b, c)| {
            let all = [("a", *a), ("b", *b), ("c", *c)];
            all.into_iter().filter(|(_, taken)| *taken > 0).collect()
        }).collect();
        let described: Vec<(i32, &[(&str, u32)])> =
            tasks.iter().zip(&lists).map(|(task, list)| (task.0, list.as_slice())).collect();
        let mut queue = queue(&capacities, &described);
        let takes = |number: u32, name: &str| {
            let list = &lists[number as usize];
            list.iter().find(|(it, _)| *it == name).map_or(0, |it| it.1)
        };
        let mut waiting: BTreeSet<u32> = (0..tasks.len() as u32).collect();
        let mut running: Vec<u32> = Vec::new();
        let mut ends = ends.into_iter().cycle();
        while !waiting.is_empty() || !running.is_empty() {
            let free: Vec<u32> = capacities.iter().map(|(name, held)| {
                held - running.iter().map(|it| takes(*it, name)).sum::<u32>()
            }).collect();
            let lacks = |number: u32, at: usize| takes(number, capacities[at].0) > free[at];
            let can = |number: u32| (0..3).all(|at| !lacks(number, at));
            let first = waiting.iter().copied().max_by_key(|it| queue.ranks.of(*it));
            match queue.next(true) {
                Some(number) => {
                    prop_assert!(waiting.remove(&number));
                    prop_assert!(can(number));
                    let rank = queue.ranks.of(number);
                    let set = |number: u32| capacities.map(|(name, _)| takes(number, name) > 0);
                    let is_first = |number: u32| waiting.iter().all(|it| {
                        set(*it) != set(number) || queue.ranks.of(*it) <= queue.ranks.of(number)
                    });
                    let before = waiting.iter().filter(|it| queue.ranks.of(**it) > rank);
                    for other in before.filter(|it| is_first(**it)) {
                        for (at, (name, _)) in capacities.iter().enumerate() {
                            prop_assert!(!(lacks(*other, at) && takes(number, name) > 0));
                        }
                    }
                    let first = first.expect("one was waiting");
                    prop_assert!(first == number || !can(first));
                    running.push(number);
                }
                None => {
                    // Nothing waits for ever: with nothing at work the first of all could start.
                    prop_assert!(!running.is_empty());
                    let ended = ends.next().unwrap_or(0) % running.len();
                    queue.release(running.swap_remove(ended));
                }
            }
        }
    }
}
