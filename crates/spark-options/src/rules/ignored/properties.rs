//! Properties that are handed on and that nobody reads.

use crate::property::{Known, OneMode, look_up, one_mode};
use crate::rules::Name;
use crate::rules::view::{View, is_on};
use crate::{DeployMode, Manager};

/// The one manager that reads a property, if only one does.
fn reader(name: &str) -> Option<Manager> {
    match look_up(name) {
        Known::Registered(property) => property.manager,
        Known::Prefix(prefix) => prefix.manager,
        // What was only YARN's and is old is still YARN's, unless it has a successor for all.
        Known::Old(old) => match look_up(old.successor?) {
            Known::Registered(property) => property.manager,
            _ => None,
        },
        _ => None,
    }
}

/// Properties of a manager that is not in use.
pub(super) fn of_another_manager(view: &mut View<'_, '_>) {
    let Some((manager, master)) = view.manager() else {
        return;
    };
    for at in view.all() {
        let Name::Property(name) = at.setting.name else {
            continue;
        };
        let Some(reader) = reader(name).filter(|reader| *reader != manager && !at.setting.custom)
        else {
            continue;
        };
        view.say(
            "property_of_another_manager",
            View::together(at, &[master]),
            at,
            Some(master),
            format!(
                "only {} reads {}, and the master is {:?}",
                reader.cluster(),
                at.name(),
                master.text().unwrap_or_default()
            ),
            format!(
                "take it away, or write it in the profile of {}",
                reader.cluster()
            ),
        );
    }
}

/// Properties of the mode that is not in use.
pub(super) fn of_another_mode(view: &mut View<'_, '_>) {
    let by: Vec<_> = [
        view.mode().map(|(_, at)| at),
        view.manager().map(|(_, at)| at),
    ]
    .into_iter()
    .flatten()
    .collect();
    let by = &by[..by.len().min(1)];
    for at in view.all() {
        let Name::Property(name) = at.setting.name else {
            continue;
        };
        let Some(OneMode { mode, instead }) = one_mode(name) else {
            continue;
        };
        let is = match mode {
            DeployMode::Client => DeployMode::Cluster,
            DeployMode::Cluster => DeployMode::Client,
        };
        // That the manager does not read it has been said.
        let manager = view.manager().map(|(manager, _)| manager);
        if reader(name).is_some_and(|reader| manager.is_some_and(|is| is != reader)) {
            continue;
        }
        if view.runs_in(is) && is_on(at.setting) {
            view.say(
                "property_of_another_mode",
                View::together(at, by),
                at,
                by.first().copied(),
                format!(
                    "Spark reads {} in {mode} mode only, and this is {is} mode",
                    at.name()
                ),
                instead.map_or_else(
                    || "take it away, or choose the other mode".to_owned(),
                    |other| format!("write `{other}`, which is the same in {is} mode"),
                ),
            );
        }
    }
}
