//! Depth-first expansion with a stack of its own.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::{Node, Plan, PlanError};
use crate::run::panic_message;
use crate::task::{AnyTask, Dependencies, Resolved, TaskId};

/// Stands in the index for a task whose dependencies are being expanded.
const OPEN: u32 = u32::MAX;

/// A task whose dependencies are being expanded.
struct Frame {
    task: Box<dyn AnyTask>,
    id: TaskId,
    /// How many tasks each input field has.
    sizes: Box<[u32]>,
    /// The dependencies that are still to be expanded, last first.
    pending: Vec<Box<dyn AnyTask>>,
    /// The numbers of those that are done, in order, repetitions included.
    found: Vec<u32>,
}

struct Builder<'a> {
    plan: &'a mut Plan,
    stack: Vec<Frame>,
    limit: usize,
}

/// Puts a task and all that it depends on into the plan, as far as it is not there, and gives
/// its number. The dependents are still to be linked. After an error the plan is as it was.
pub(super) fn expand(
    plan: &mut Plan,
    task: Box<dyn AnyTask>,
    limit: usize,
) -> Result<u32, PlanError> {
    let before = plan.nodes.len();
    let mut builder = Builder {
        plan,
        stack: Vec::new(),
        limit: limit.min(OPEN as usize - 1),
    };
    let expanded = builder.root(task);
    if expanded.is_err() {
        for frame in &builder.stack {
            builder.plan.index.remove(&frame.id);
        }
        take_back(plan, before);
    }
    expanded
}

/// Takes the last tasks out of the plan again, whose dependents are not linked yet.
pub(super) fn take_back(plan: &mut Plan, before: usize) {
    for node in plan.nodes.drain(before..).rev() {
        plan.index.remove(&node.id);
    }
}

impl Builder<'_> {
    fn root(&mut self, task: Box<dyn AnyTask>) -> Result<u32, PlanError> {
        if let Some(number) = self.enter(task)? {
            return Ok(number);
        }
        loop {
            // The stack holds the root until the return below.
            let top = self.stack.len() - 1;
            if let Some(dependency) = self.stack[top].pending.pop() {
                if let Some(number) = self.enter(dependency)? {
                    self.stack[top].found.push(number);
                }
            } else if let Some(frame) = self.stack.pop() {
                let number = self.close(frame)?;
                match self.stack.last_mut() {
                    Some(parent) => parent.found.push(number),
                    None => return Ok(number),
                }
            }
        }
    }

    /// The task's number if it is in the plan already; else it is put on the stack.
    fn enter(&mut self, task: Box<dyn AnyTask>) -> Result<Option<u32>, PlanError> {
        let id = guarded(&*task, || task.id())?;
        match self.plan.index.get(&id) {
            Some(&OPEN) => return Err(self.cycle(id)),
            Some(&number) => return Ok(Some(number)),
            None => {}
        }
        if self.plan.index.len() >= self.limit {
            return Err(self.too_many(&*task));
        }
        let mut named = Dependencies::default();
        guarded(&*task, || task.dependencies(&mut named))?;
        let sizes = named.groups.iter().map(|group| number(group.len()));
        let sizes: Box<[u32]> = sizes.collect();
        let mut pending: Vec<_> = named.groups.into_iter().flatten().collect();
        pending.reverse();
        self.plan.index.insert(id, OPEN);
        self.stack.push(Frame {
            task,
            id,
            sizes,
            found: Vec::with_capacity(pending.len()),
            pending,
        });
        Ok(None)
    }

    /// All dependencies of the task are nodes: connects it and makes it one.
    fn close(&mut self, frame: Frame) -> Result<u32, PlanError> {
        let Frame {
            mut task,
            id,
            sizes,
            found,
            ..
        } = frame;
        let mut rest = found.as_slice();
        let mut groups = Vec::with_capacity(sizes.len());
        for size in &sizes {
            let (group, after) = rest.split_at(*size as usize);
            rest = after;
            let tasks = group
                .iter()
                .map(|&number| Arc::clone(&self.plan.nodes[number as usize].task));
            groups.push(tasks.collect());
        }
        let mut resolved = Resolved::new(groups);
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| task.connect(&mut resolved))) {
            return Err(panicked(task.label(), &*panic));
        }

        let this = number(self.plan.nodes.len());
        self.plan.index.insert(id, this);
        self.plan.nodes.push(Node {
            task: Arc::from(task),
            id,
            dependencies: each_once(found).into_boxed_slice(),
            dependents: Vec::new(),
        });
        Ok(this)
    }

    fn cycle(&self, id: TaskId) -> PlanError {
        let start = self.stack.iter().position(|frame| frame.id == id);
        let cycle = &self.stack[start.unwrap_or_default()..];
        let mut labels: Vec<_> = cycle.iter().map(|frame| frame.task.label()).collect();
        labels.extend(labels.first().cloned());
        PlanError::Cycle(labels)
    }

    fn too_many(&self, task: &dyn AnyTask) -> PlanError {
        let from = self.stack.len().saturating_sub(4);
        let last = self.stack[from..].iter().map(|frame| frame.task.label());
        PlanError::TooMany {
            limit: self.limit,
            last: last.chain([task.label()]).collect(),
        }
    }
}

/// Runs the author's code; a panic in it is an error that names the task.
fn guarded<T>(task: &dyn AnyTask, code: impl FnOnce() -> T) -> Result<T, PlanError> {
    catch_unwind(AssertUnwindSafe(code)).map_err(|panic| panicked(task.label(), &*panic))
}

fn panicked(label: String, panic: &(dyn std::any::Any + Send)) -> PlanError {
    PlanError::Panicked {
        label,
        message: panic_message(panic),
    }
}

/// The numbers, each where it stands first.
fn each_once(mut numbers: Vec<u32>) -> Vec<u32> {
    const FEW: usize = 16;
    if numbers.len() <= FEW {
        let mut kept = 0;
        for at in 0..numbers.len() {
            if !numbers[..kept].contains(&numbers[at]) {
                numbers[kept] = numbers[at];
                kept += 1;
            }
        }
        numbers.truncate(kept);
    } else {
        let mut seen = HashSet::with_capacity(numbers.len());
        numbers.retain(|number| seen.insert(*number));
    }
    numbers
}

/// Tells the dependencies of the last tasks of them.
pub(super) fn link_added(nodes: &mut [Node], before: usize) {
    for this in before..nodes.len() {
        for at in 0..nodes[this].dependencies.len() {
            let dependency = nodes[this].dependencies[at] as usize;
            nodes[dependency].dependents.push(number(this));
        }
    }
}

pub(super) fn link_dependents(nodes: &mut [Node]) {
    let mut counts = vec![0_u32; nodes.len()];
    for dependency in nodes.iter().flat_map(|node| &node.dependencies) {
        counts[*dependency as usize] += 1;
    }
    let mut dependents: Vec<Vec<u32>> = counts
        .iter()
        .map(|count| Vec::with_capacity(*count as usize))
        .collect();
    drop(counts);
    for (this, node) in nodes.iter().enumerate() {
        for dependency in &node.dependencies {
            dependents[*dependency as usize].push(number(this));
        }
    }
    for (node, dependents) in nodes.iter_mut().zip(dependents) {
        node.dependents = dependents;
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).expect("`limit` is below 2^32, and no field can name more tasks")
}
