//! Flags that have no effect under a manager or in a mode.

use crate::rules::view::{At, MANAGERS, View, is_on, option_of};
use crate::rules::{Name, Severity};
use crate::{DeployMode, Effect, Kind, Manager, SparkOption};

/// Flags that have no effect under any manager and mode that is still possible.
pub(super) fn by_manager(view: &mut View<'_, '_>) {
    let (manager, mode) = (view.manager(), view.mode());
    // What nobody sets any more has its default.
    let default = view.job.whole && view.option("deploy_mode").is_none();
    let is_mode = mode
        .map(|(mode, _)| mode)
        .or(default.then_some(DeployMode::Client));
    for at in view.all() {
        let Name::Option(option) = at.setting.name else {
            continue;
        };
        if !is_on(at.setting) {
            continue;
        }
        let under = |manager: Manager, mode: Option<DeployMode>| {
            let modes = view.modes_of_program(manager);
            let mut modes = modes
                .iter()
                .filter(|one| mode.is_none_or(|mode| mode == **one));
            modes.all(|mode| option.effect(manager, *mode) == Effect::Ignored)
        };
        let everywhere = |mode| MANAGERS.into_iter().all(|manager| under(manager, mode));
        // Whoever decides it alone is to blame alone.
        let (where_, by) = if everywhere(None) {
            no_such_program(view, at);
            continue;
        } else if let Some((is, by)) = manager.filter(|(is, _)| under(*is, None)) {
            (is.place().to_owned(), vec![by])
        } else if let Some(is) = is_mode.filter(|is| everywhere(Some(*is))) {
            let by = mode.map(|(_, at)| at);
            (format!("in {is} mode"), by.into_iter().collect())
        } else if let (Some((manager, one)), Some(is)) = (manager, is_mode)
            && view.modes_of_program(manager).contains(&is)
            && under(manager, is_mode)
        {
            let by = mode.map(|(_, at)| at);
            let by = [one].into_iter().chain(by).collect();
            (format!("{} in {is} mode", manager.place()), by)
        } else {
            continue;
        };
        view.say(
            "ignored_by_manager",
            View::together(at, &by),
            at,
            by.last().copied(),
            format!(
                "{} has no effect {where_}: spark-submit drops it in silence",
                at.name()
            ),
            format!(
                "take it away, or {}",
                instead(option, manager.map(|(manager, _)| manager), &by)
            ),
        );
    }
}

/// No program of this kind ever runs where the flag is read.
fn no_such_program(view: &mut View<'_, '_>, at: At<'_, '_>) {
    let same = at.setting.place == view.job.program_place;
    let program = view.job.program.name();
    view.say(
        "ignored_by_program",
        if same {
            Severity::Error
        } else {
            Severity::Note
        },
        at,
        None,
        format!(
            "{} has no effect on {program}: spark-submit drops it in silence",
            at.name()
        ),
        "take it away: only a jar in cluster mode on a standalone cluster has it",
    );
}

/// What to do to give an option an effect.
fn instead(option: &SparkOption, manager: Option<Manager>, by: &[At<'_, '_>]) -> String {
    // The same wish, as this manager understands it.
    let other = match (option.key, manager) {
        ("num_executors", Some(Manager::Standalone)) => Some("total_executor_cores"),
        ("total_executor_cores", Some(Manager::Yarn | Manager::Kubernetes)) => {
            Some("num_executors")
        }
        _ => None,
    };
    if let Some(other) = other {
        return format!("write `{other}` here");
    }
    let is_mode = by
        .last()
        .is_none_or(|at| option_of(at.setting).is_some_and(|o| o.kind == Kind::DeployMode));
    if is_mode {
        "choose the other mode".to_owned()
    } else {
        "take `master` away and name it in a profile".to_owned()
    }
}
