//! One thing, set in two ways.

use super::view::{View, is_on, option_of};
use super::{Name, Severity};
use crate::{Kind, OPTIONS};

pub(super) fn twice(view: &mut View<'_, '_>) {
    forms(view);
    variables(view);
}

/// An option and its property. Which of the two wins depends on the option: for the driver's
/// memory and paths it is the later one, for all others the flag.
///
/// Source: `SparkSubmitCommandBuilder.buildSparkSubmitArgs`.
fn forms(view: &mut View<'_, '_>) {
    let all: Vec<_> = view.all().collect();
    for (position, at) in all.iter().enumerate() {
        let Some(option) = option_of(at.setting).filter(|_| !at.setting.custom) else {
            continue;
        };
        let first = all[..position]
            .iter()
            .find(|other| option_of(other.setting).is_some_and(|o| o.key == option.key));
        if let Some(first) = first {
            // The later of the two forms that is no option is the one to take away.
            let (about, other) = match at.setting.name {
                Name::Option(_) => (*first, *at),
                _ => (*at, *first),
            };
            view.say(
                "set_twice",
                Severity::Error,
                about,
                Some(other),
                format!("{} and {} set the same thing", other.name(), about.name()),
                format!("keep {}, and take {} away", other.name(), about.name()),
            );
        }
    }
}

/// A variable by which the environment sets an option. Those that say where the application
/// runs are seen by SparkSubmit only, and never by who watches it.
fn variables(view: &mut View<'_, '_>) {
    let all: Vec<_> = view.all().collect();
    for at in &all {
        let Name::Variable(variable) = at.setting.name else {
            continue;
        };
        for option in OPTIONS
            .iter()
            .filter(|option| option.settable && option.variables.contains(&variable))
        {
            let set = all
                .iter()
                .find(|other| option_of(other.setting).is_some_and(|o| o.key == option.key));
            let is_place = matches!(option.kind, Kind::Master | Kind::DeployMode | Kind::Remote);
            if let Some(other) = set.filter(|other| is_on(other.setting)) {
                view.say(
                    "set_twice",
                    Severity::Error,
                    *at,
                    Some(*other),
                    format!(
                        "{} and the variable {} set the same thing",
                        other.name(),
                        at.name()
                    ),
                    format!("keep {}, and take {} away", other.name(), at.name()),
                );
            } else if is_place {
                view.say(
                    "variable_for_an_option",
                    Severity::Error,
                    *at,
                    None,
                    format!(
                        "the variable {} cannot say where the application runs",
                        at.name()
                    ),
                    format!(
                        "write `{} = {}` instead",
                        option.key,
                        at.text()
                            .map_or_else(|| option.example().to_owned(), |t| format!("{t:?}"))
                    ),
                );
            }
        }
    }
}
