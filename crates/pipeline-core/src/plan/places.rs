//! No two tasks write one place.
//!
//! Rules, by the location after normalisation:
//! - two outputs in one place are an error, of two tasks or of one; only external tasks may
//!   share a place, since they write nothing;
//! - an output inside a folder (a directory or a dataset) that another task writes is an
//!   error, since the folder is replaced as a whole; inside an external task's folder it is
//!   not, and a task may arrange its own folder as it likes.

use std::collections::HashMap;
use std::collections::hash_map::{DefaultHasher, Entry};
use std::hash::Hasher;
use std::path::{Path, PathBuf};

use super::ids::PlaceMap;
use super::{Place, Plan, PlanError};
use crate::target::location::Location;
use crate::target::{AnyTarget, Completion};
use crate::task::{AnyTask, TaskKind};

/// An output. The text itself is not kept: it can be asked again.
#[derive(Clone, Copy)]
struct Held {
    node: u32,
    output: u32,
}

/// Which output is where, by the hashes of the places.
pub(super) struct Places {
    /// Asked once, not for each of a million relative paths. Without a current folder two
    /// ways to write one place may be missed; nothing worse.
    here: PathBuf,
    /// The first output found in a place.
    held: PlaceMap<Held>,
    /// Whether a task writes a folder.
    folders: bool,
    /// For each place that has outputs below it, the first of them; made for the first folder
    /// that comes into a plan that stands.
    above: Option<PlaceMap<Held>>,
}

impl Default for Places {
    fn default() -> Self {
        Self {
            here: std::env::current_dir().unwrap_or_default(),
            held: HashMap::default(),
            folders: false,
            above: None,
        }
    }
}

/// Checks the tasks that came into a plan at its end, against each other and all before.
pub(super) fn check_added(plan: &mut Plan, before: usize) -> Result<(), PlanError> {
    let mut any = false;
    for node in &plan.nodes[before..] {
        node.task.visit_outputs(&mut |_, _| any = true);
    }
    if !any {
        return Ok(());
    }
    let mut places = plan.places.take().unwrap_or_else(|| {
        let mut places = Places::default();
        places.take_in(plan, 0, before);
        places
    });
    let checked = places.check(plan, before);
    if checked.is_err() {
        places.take_back(plan, before);
    }
    plan.places = Some(places);
    checked
}

impl Places {
    /// Checks the tasks from this one on against each other and all before, which were taken in.
    pub(super) fn check(&mut self, plan: &Plan, from: usize) -> Result<(), PlanError> {
        let mut new_folders = false;
        for node in from..plan.len() {
            for (held, target) in outputs(plan, node, &self.here) {
                new_folders |= target.folder && !target.external;
                let first = match self.held.entry(hash(&target.place)) {
                    Entry::Vacant(vacant) => {
                        vacant.insert(held);
                        continue;
                    }
                    Entry::Occupied(occupied) => *occupied.get(),
                };
                let other = at(plan, &self.here, first);
                if other.place == target.place && !(other.external && target.external) {
                    return Err(PlanError::SamePlace {
                        first: Box::new(place(plan, first)),
                        second: Box::new(place(plan, held)),
                    });
                }
            }
        }
        self.folders |= new_folders;
        if self.folders {
            for node in from..plan.len() {
                self.check_inside(plan, node)?;
            }
        }
        if from > 0 && new_folders {
            self.know_what_is_below(plan, from);
            for node in from..plan.len() {
                self.check_around(plan, node)?;
            }
        }
        if self.above.is_some() {
            self.know_what_is_below_of(plan, from..plan.len());
        }
        Ok(())
    }

    /// Whether a task writes into a folder of another.
    fn check_inside(&self, plan: &Plan, node: usize) -> Result<(), PlanError> {
        for (inner, target) in outputs(plan, node, &self.here) {
            for above in places_above(&target.place) {
                let Some(&outer) = self.held.get(&hash(above)) else {
                    continue;
                };
                let folder = at(plan, &self.here, outer);
                if folder.place == above && folder.is_replaced() && outer.node != inner.node {
                    return Err(inside(plan, inner, outer));
                }
            }
        }
        Ok(())
    }

    /// Whether a task writes a folder into which another, older one writes.
    fn check_around(&self, plan: &Plan, node: usize) -> Result<(), PlanError> {
        for (outer, target) in outputs(plan, node, &self.here) {
            let found = self.above.as_ref().filter(|_| target.is_replaced());
            let Some(&inner) = found.and_then(|above| above.get(&hash(&target.place))) else {
                continue;
            };
            let below = at(plan, &self.here, inner).place;
            if places_above(&below).any(|above| above == target.place) {
                return Err(inside(plan, inner, outer));
            }
        }
        Ok(())
    }

    /// Takes tasks in that were checked before.
    fn take_in(&mut self, plan: &Plan, from: usize, to: usize) {
        for node in from..to {
            for (held, target) in outputs(plan, node, &self.here) {
                self.folders |= target.is_replaced();
                self.held.entry(hash(&target.place)).or_insert(held);
            }
        }
    }

    fn know_what_is_below(&mut self, plan: &Plan, to: usize) {
        if self.above.is_none() {
            self.above = Some(PlaceMap::default());
            self.know_what_is_below_of(plan, 0..to);
        }
    }

    fn know_what_is_below_of(&mut self, plan: &Plan, nodes: std::ops::Range<usize>) {
        let Some(known) = &mut self.above else {
            return;
        };
        for node in nodes {
            for (held, target) in outputs(plan, node, &self.here) {
                for above in places_above(&target.place) {
                    known.entry(hash(above)).or_insert(held);
                }
            }
        }
    }

    /// Forgets the last tasks, which did not pass. What is above was not told of them.
    fn take_back(&mut self, plan: &Plan, before: usize) {
        for node in before..plan.len() {
            for (_, target) in outputs(plan, node, &self.here) {
                if let Entry::Occupied(held) = self.held.entry(hash(&target.place))
                    && held.get().node as usize >= before
                {
                    held.remove();
                }
            }
        }
    }
}

fn inside(plan: &Plan, inner: Held, outer: Held) -> PlanError {
    PlanError::Inside {
        inner: Box::new(place(plan, inner)),
        outer: Box::new(place(plan, outer)),
    }
}

/// The folders that a place is in, innermost first.
fn places_above(place: &str) -> impl Iterator<Item = &str> {
    let mut rest = place;
    std::iter::from_fn(move || {
        rest = &rest[..rest.rfind('/')?];
        Some(rest)
    })
}

struct Target {
    place: String,
    folder: bool,
    external: bool,
}

impl Target {
    /// Whether it is a folder that its task replaces as a whole.
    const fn is_replaced(&self) -> bool {
        self.folder && !self.external
    }
}

/// Every output of a task, and where.
fn outputs(plan: &Plan, node: usize, here: &Path) -> Vec<(Held, Target)> {
    let task = &*plan.nodes[node].task;
    let mut found = Vec::new();
    visit(task, &mut |output, target| {
        // The numbers of a plan's tasks are below 2^32.
        #[allow(clippy::cast_possible_truncation)]
        let node = node as u32;
        found.push((Held { node, output }, describe(task, target, here)));
    });
    found
}

fn at(plan: &Plan, here: &Path, held: Held) -> Target {
    let task = &*plan.node(held.node).task;
    let mut found = None;
    visit(task, &mut |output, target| {
        if output == held.output {
            found = Some(describe(task, target, here));
        }
    });
    found.expect("a task has the same outputs whenever it is asked")
}

fn visit(task: &dyn AnyTask, see: &mut dyn FnMut(u32, &dyn AnyTarget)) {
    let mut output = 0;
    task.visit_outputs(&mut |_, target| {
        see(output, target);
        output += 1;
    });
}

fn describe(task: &dyn AnyTask, target: &dyn AnyTarget, here: &Path) -> Target {
    Target {
        place: Location::parse(target.location()).normal(here),
        folder: target.completion() == Completion::SuccessMarker || target.format() == "directory",
        external: task.schema().kind == TaskKind::External,
    }
}

fn place(plan: &Plan, held: Held) -> Place {
    let task = &*plan.node(held.node).task;
    let mut found = None;
    let mut output = 0;
    task.visit_outputs(&mut |schema, target| {
        if output == held.output {
            found = Some((schema.name, target.location().to_owned()));
        }
        output += 1;
    });
    let (name, location) = found.expect("a task has the same outputs whenever it is asked");
    Place {
        task: task.label(),
        output: name,
        location,
        external: task.schema().kind == TaskKind::External,
    }
}

fn hash(place: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(place.as_bytes());
    hasher.finish()
}
