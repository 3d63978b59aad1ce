//! Which tasks are shown: those at work under those that wait for them, in so many rows.

use std::collections::{HashMap, HashSet};

use crate::run::{RunView, State};
use crate::task::TaskId;

/// How far up one looks for who waits for a task.
const UP: usize = 1_000;
/// How many of those that wait for one task are looked at.
const ASIDE: usize = 64;

/// A row of the tree, with what stands below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Branch {
    pub(super) row: Row,
    pub(super) below: Vec<Branch>,
}

/// What a row shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// The task of this number.
    Task(u32),
    /// So many tasks that wait, one for the other.
    Between(usize),
}

/// The tasks that are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tree {
    pub(super) tops: Vec<Branch>,
    /// How many that are at work are not.
    pub(super) left_out: usize,
}

/// How much of what waits for a task is shown.
#[derive(Clone, Copy)]
enum Depth {
    /// All of it.
    All,
    /// What waits for it and what was asked for.
    Ends,
    /// What waits for it.
    Next,
    /// Nothing.
    None,
}

impl Tree {
    /// The tree in at most so many rows: as much of it as fits.
    pub(super) fn of(view: &RunView, most: usize) -> Self {
        let mut active = Vec::new();
        let running = view.running().map(|(number, _)| number);
        let waiting = view.retries().map(|(number, _)| number);
        let waiting = waiting.filter(|number| view.state(*number) == State::Backoff);
        let elsewhere = view.elsewhere().map(|(number, _)| number);
        let elsewhere = elsewhere.filter(|number| view.state(*number) == State::Elsewhere);
        // One more than fits says that there are more.
        active.extend(running.chain(waiting).chain(elsewhere).take(most + 1));
        let all = view.count(State::Running)
            + view.count(State::Requiring)
            + view.count(State::Backoff)
            + view.count(State::Elsewhere);
        let ways = Ways::new(view, &active);
        let tree = |count: usize, depth| {
            let mut tree = Self::default();
            for number in &active[..count] {
                insert(&mut tree.tops, &ways.to(*number, depth));
            }
            tree.left_out = all.saturating_sub(count);
            let own = usize::from(tree.left_out > 0);
            (rows(&tree.tops) + own <= most).then_some(tree)
        };
        if active.len() <= most {
            let depths = [Depth::All, Depth::Ends, Depth::Next, Depth::None];
            if let Some(tree) = depths.into_iter().find_map(|it| tree(active.len(), it)) {
                return tree;
            }
        }
        // Some are left out. What waits for them is worth a few more.
        let some = (most * 3 / 4..most).rev();
        let some = some.filter(|count| *count <= active.len());
        let ways_up = [Depth::Ends, Depth::Next];
        let mut tries = ways_up
            .into_iter()
            .flat_map(|depth| some.clone().map(move |count| (count, depth)));
        let none = most.saturating_sub(1).min(active.len());
        tries
            .find_map(|(count, depth)| tree(count, depth))
            .or_else(|| tree(none, Depth::None))
            .unwrap_or_default()
    }
}

/// Who waits for whom.
struct Ways<'a> {
    view: &'a RunView,
    active: HashSet<u32>,
    /// Which running task required a task.
    required: HashMap<TaskId, u32>,
}

impl<'a> Ways<'a> {
    fn new(view: &'a RunView, active: &[u32]) -> Self {
        let mut required = HashMap::new();
        for (number, tasks) in view.requiring().take(ASIDE) {
            required.extend(tasks.iter().take(ASIDE).map(|task| (*task, number)));
        }
        Self {
            view,
            active: active.iter().copied().collect(),
            required,
        }
    }

    /// Who waits for a task: the first that does.
    fn parent(&self, number: u32) -> Option<u32> {
        let node = self.view.plan().node(number);
        if let Some(by) = self.required.get(&node.id)
            && *by != number
        {
            return Some(*by);
        }
        let mut dependents = node.dependents.iter().take(ASIDE).copied();
        dependents.find(|dependent| !self.view.state(*dependent).is_final())
    }

    /// The rows from the top down to a task.
    fn to(&self, number: u32, depth: Depth) -> Vec<Row> {
        let mut up = vec![number];
        let mut at = number;
        while !matches!(depth, Depth::None)
            && up.len() < UP
            && let Some(parent) = self.parent(at)
        {
            up.push(parent);
            at = parent;
        }
        if matches!(depth, Depth::All) {
            return up.into_iter().rev().map(Row::Task).collect();
        }
        // What is at work has its own way to the top; below it come those that it waits for.
        let active = |number: &&u32| self.active.contains(number);
        let own = up.iter().take_while(active).count().max(1);
        let mut rows: Vec<Row> = up[..own].iter().copied().map(Row::Task).collect();
        if let Some((next, above)) = up[own..].split_first() {
            rows.push(Row::Task(*next));
            if matches!(depth, Depth::Ends)
                && let Some((top, between)) = above.split_last()
            {
                if !between.is_empty() {
                    rows.push(Row::Between(between.len()));
                }
                rows.push(Row::Task(*top));
            }
        }
        rows.reverse();
        rows
    }
}

fn insert(branches: &mut Vec<Branch>, way: &[Row]) {
    let mut branches = branches;
    for row in way {
        let at = branches.iter().position(|branch| branch.row == *row);
        let at = at.unwrap_or_else(|| {
            branches.push(Branch {
                row: *row,
                below: Vec::new(),
            });
            branches.len() - 1
        });
        branches = &mut branches[at].below;
    }
}

fn rows(branches: &[Branch]) -> usize {
    // As deep as a way is long: that is bounded.
    branches.iter().map(|branch| 1 + rows(&branch.below)).sum()
}
