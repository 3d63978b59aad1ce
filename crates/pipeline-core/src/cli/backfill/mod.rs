//! `backfill`: what of a range is not done, and doing that.

mod text;

use std::collections::HashMap;
use std::sync::Arc;

use serde::Serialize;

use super::arguments::Arguments;
use super::asked::{self, AllGiven};
use super::message::{Message, Refusal};
use super::prepare::{Prepared, build};
use super::roots::{Root, kebab};
use crate::config::RunSettings;
use crate::param::range;
use crate::run::{Completeness, Need, Noted, RunOptions, survey};
use crate::task::{AnyTask, TaskId};

/// How many looks at the stores go on at once.
const PARALLEL: usize = 8;

/// What of the ranges is done and what is not; its JSON form.
#[derive(Debug, Serialize)]
pub(crate) struct Gaps {
    /// How many tasks the ranges are.
    asked: usize,
    /// How many of them are complete.
    complete: usize,
    newest_first: bool,
    /// How many gaps are left for another time.
    left: usize,
    /// What is going to be run, in that order.
    gaps: Vec<Gap>,
}

#[derive(Debug, Serialize)]
struct Gap {
    id: TaskId,
    label: String,
}

impl Gaps {
    /// Whether nothing is to be done.
    pub(crate) fn is_empty(&self) -> bool {
        self.gaps.is_empty()
    }
}

/// Refuses to fill what is no range.
///
/// # Errors
/// No parameter of any root is given a range.
pub(crate) fn is_about_a_range(prepared: &Prepared, roots: &[&Root]) -> Result<(), Refusal> {
    let none = AllGiven::new();
    let given = |root: &Root| prepared.origins.get(root.schema.name).unwrap_or(&none);
    if roots.iter().any(|root| asked::has_range(root, given(root))) {
        return Ok(());
    }
    let message = Message::new("`backfill` fills the gaps of a range, and none is given");
    let params = roots.iter().flat_map(|root| root.schema.params);
    let mut params: Vec<_> = params.filter(|param| range::is_for(param.kind)).collect();
    params.sort_by_key(|param| !range::is_of_time(param.kind));
    Err(Refusal::usage(match params.first() {
        Some(param) => message.help(format!(
            "write --{} {}",
            kebab(param.name),
            range::example(param.kind)
        )),
        None => message.help("no parameter can have one: days, months, hours, moments and whole numbers can; `run` does the task"),
    }))
}

/// Finds what is not complete, and makes the plan a plan of that alone.
///
/// # Errors
/// The tasks cannot be planned.
pub(crate) async fn find(
    prepared: Prepared,
    roots: &[&Root],
    arguments: &Arguments,
    completeness: &Arc<dyn Completeness>,
) -> Result<(Prepared, Gaps), Refusal> {
    let Prepared {
        plan,
        config,
        origins,
        warnings,
    } = prepared;
    let state_dir = RunSettings::of(&config.settings()).state_dir;
    let state_dir = state_dir.unwrap_or_else(|| RunOptions::default().state_dir);
    let noted: Arc<dyn Completeness> = Noted::new(Arc::clone(completeness), state_dir);
    let plan = Arc::new(plan);
    let found = survey(&plan, &noted, PARALLEL).await;
    let none = AllGiven::new();
    let given = |root: &Root| origins.get(root.schema.name).unwrap_or(&none);
    // By time, whichever field has it; of one time, in the order of the fields.
    let mut gaps: Vec<u32> = plan.roots().to_vec();
    gaps.retain(|root| found.need(*root) != Need::Complete);
    gaps.sort_by_cached_key(|number| time_of(&*plan.node(*number).task, roots, &given));
    if arguments.newest_first {
        gaps.reverse();
    }
    let all = gaps.len();
    gaps.truncate(arguments.at_most.unwrap_or(usize::MAX));
    let shown = gaps.iter().map(|number| {
        let node = plan.node(*number);
        Gap {
            id: node.id,
            label: node.task.label(),
        }
    });
    let told = Gaps {
        asked: plan.roots().len(),
        complete: plan.roots().len() - all,
        newest_first: arguments.newest_first,
        left: all - gaps.len(),
        gaps: shown.collect(),
    };
    let places: HashMap<TaskId, usize> = gaps.iter().map(|it| plan.node(*it).id).zip(0..).collect();
    // The plan's own tasks are connected to what is not going to be in the new one.
    drop(plan);
    let mut chosen = Vec::with_capacity(places.len());
    for root in roots {
        for task in asked::tasks("", root, given(root))? {
            if let Some(place) = places.get(&task.id()) {
                chosen.push((*place, task));
            }
        }
    }
    chosen.sort_by_key(|(place, _)| *place);
    let plan = build(chosen.into_iter().map(|(_, task)| task).collect())?;
    let prepared = Prepared {
        plan,
        config,
        origins,
        warnings,
    };
    Ok((prepared, told))
}

/// The value of the parameter that is a range of times, as it prints: texts of times are in their
/// order.
fn time_of<'a>(
    task: &dyn AnyTask,
    roots: &[&Root],
    given: &dyn Fn(&Root) -> &'a AllGiven,
) -> Option<String> {
    let of_it = |root: &&&Root| std::ptr::eq(root.schema, task.schema());
    let root = roots.iter().find(of_it)?;
    let mut ranged = asked::ranged(root, given(root));
    let param = ranged.find(|param| range::is_of_time(param.kind))?.name;
    let mut time = None;
    task.visit_params(&mut |schema, value| {
        if schema.name == param {
            time = Some(value.print());
        }
    });
    time
}
