//! Every setting of an application with its origin.

use pipeline_core::config::{Explained, Origin, Settings};
use pipeline_core::failure::Failure;
use pipeline_core::secret::{MASK, is_secret_name};
use spark_options::{Effect, Manager, OPTIONS};

use super::Merged;
use crate::SparkApplication;
use crate::application::OptionValue;
use crate::command::mask_value;
use crate::engine;

/// Every setting with its origin, secrets masked: the options in the order of the table (those
/// that nobody sets with Spark's own default, where it has one and the option has an effect),
/// then which Spark is used, the properties and the variables, sorted by name.
///
/// # Errors
/// As [`super::apply`].
pub fn explain(
    application: &SparkApplication,
    settings: &Settings,
) -> Result<Vec<Explained>, Failure> {
    let merged = Merged::new(application, settings)?;
    let with_settings = super::apply(application.clone(), settings)?;
    let mut explained = Vec::new();
    let manager = match with_settings.master() {
        Some(master) => Manager::of(master),
        None => Some(Manager::Local).filter(|_| !merged.options.contains_key("remote")),
    };
    let mode = with_settings.deploy_mode();
    for option in OPTIONS.iter().filter(|option| option.settable) {
        if let Some((value, source)) = merged.options.get(option.key) {
            let is_secret = application.is_marked_secret(option.key)
                || option
                    .property
                    .is_some_and(|name| application.is_marked_secret(name));
            explained.push(Explained {
                key: option.key.to_owned(),
                value: masked(&shown(value), is_secret),
                origin: source.origin.clone(),
            });
            continue;
        }
        let is_property = super::properties(option).any(|name| merged.conf.contains_key(name));
        let has_effect = manager.is_some_and(|at| option.effect(at, mode) == Effect::Applies);
        if let Some(default) = option.default.filter(|_| has_effect && !is_property) {
            explained.push(Explained {
                key: option.key.to_owned(),
                value: default.to_owned(),
                origin: Origin::Default,
            });
        }
    }
    explained.extend(engine::explain(settings));
    for (table, values) in [("conf", &merged.conf), ("env", &merged.env)] {
        for (name, (value, source)) in values {
            let is_secret = is_secret_name(name) || application.is_marked_secret(name);
            explained.push(Explained {
                key: format!("{table}.{name}"),
                value: masked(value, is_secret),
                origin: source.origin.clone(),
            });
        }
    }
    Ok(explained)
}

fn masked(value: &str, is_secret: bool) -> String {
    if is_secret {
        MASK.to_owned()
    } else {
        mask_value(value)
    }
}

fn shown(value: &OptionValue) -> String {
    match value {
        OptionValue::List(elements) => elements.join(", "),
        other => other.joined(),
    }
}
