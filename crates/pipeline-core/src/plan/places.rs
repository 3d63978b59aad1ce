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
use std::path::Path;

use super::{Place, Plan, PlanError};
use crate::target::location::Location;
use crate::target::{AnyTarget, Completion};
use crate::task::{AnyTask, TaskKind};

/// The first output found in a place. The text itself is not kept: it can be asked again.
#[derive(Clone, Copy)]
struct Held {
    node: u32,
    output: u32,
}

pub(super) fn check(plan: &Plan) -> Result<(), PlanError> {
    // Asked once, not for each of a million relative paths. Without a current folder two
    // ways to write one place may be missed; nothing worse.
    let here = std::env::current_dir().unwrap_or_default();
    let here = &*here;
    let mut held: HashMap<u64, Held> = HashMap::new();
    let mut folders = false;
    let mut error = None;
    for (node, output, target) in outputs(plan, here) {
        folders |= target.folder && !target.external;
        match held.entry(hash(&target.place)) {
            Entry::Vacant(vacant) => {
                vacant.insert(Held { node, output });
            }
            Entry::Occupied(occupied) => {
                let first = *occupied.get();
                let other = at(plan, here, first);
                if other.place == target.place && !(other.external && target.external) {
                    error = Some((first, Held { node, output }));
                    break;
                }
            }
        }
    }
    if let Some((first, second)) = error {
        return Err(PlanError::SamePlace {
            first: Box::new(place(plan, first)),
            second: Box::new(place(plan, second)),
        });
    }
    if folders {
        check_nesting(plan, here, &held)
    } else {
        Ok(())
    }
}

fn check_nesting(plan: &Plan, here: &Path, held: &HashMap<u64, Held>) -> Result<(), PlanError> {
    for (node, output, target) in outputs(plan, here) {
        let mut rest = target.place.as_str();
        while let Some(cut) = rest.rfind('/') {
            rest = &rest[..cut];
            let Some(&outer) = held.get(&hash(rest)) else {
                continue;
            };
            let folder = at(plan, here, outer);
            if folder.place == rest && folder.folder && !folder.external && outer.node != node {
                return Err(PlanError::Inside {
                    inner: Box::new(place(plan, Held { node, output })),
                    outer: Box::new(place(plan, outer)),
                });
            }
        }
    }
    Ok(())
}

struct Target {
    place: String,
    folder: bool,
    external: bool,
}

/// Every output of the plan: the task's number, which of its outputs, and where.
fn outputs<'a>(
    plan: &'a Plan,
    here: &'a Path,
) -> impl Iterator<Item = (u32, u32, Target)> + use<'a> {
    (0_u32..).zip(plan.nodes()).flat_map(move |(node, it)| {
        let mut found = Vec::new();
        visit(&*it.task, &mut |output, target| {
            found.push((node, output, describe(&*it.task, target, here)));
        });
        found
    })
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
