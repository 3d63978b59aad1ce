//! Lays the settings of profiles over an application.
//!
//! A setting is the same setting in each of its forms: `driver_memory` in an attribute,
//! `conf."spark.driver.memory"` in a profile. The form in the layer of highest precedence wins
//! and the others are gone; two forms in one layer are an error. A profile and the one that it
//! inherits from are two layers; so are two `--set`, of which the last wins.

mod explain;
pub(crate) mod facts;
mod job;
mod value;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use pipeline_core::config::{Origin, Place, Setting, Settings};
use pipeline_core::failure::{Failure, FailureKind};
use pipeline_core::finding::{Finding, Verdict};
use pipeline_core::secret::is_secret_name;
use spark_options::{SparkOption, by_key, by_other_property, by_property};

use crate::SparkApplication;
use crate::application::OptionValue;

pub use explain::explain;
pub(crate) use job::{Known, alone, findings, of_application, set_twice};
pub(crate) use value::shown;
pub use value::{check, conf_text, option_value};

/// The application with these settings laid over what its attributes declare.
///
/// Keys that are no concern of an application (`spark_home`, `workers`) are passed over:
/// whoever loads the configuration has checked that each key is somebody's.
///
/// # Errors
/// A value that does not fit its key, or two forms of one setting in one layer.
pub fn apply(
    application: SparkApplication,
    settings: &Settings,
) -> Result<SparkApplication, Failure> {
    let merged = Merged::new(&application, settings)?;
    let mut application = application;
    application.options = strip(merged.options);
    application.conf = strip(merged.conf);
    application.env = strip(merged.env);
    Ok(application)
}

fn strip<T>(values: BTreeMap<String, (T, Source)>) -> BTreeMap<String, T> {
    let strip = |(name, (value, _))| (name, value);
    values.into_iter().map(strip).collect()
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Source {
    origin: Origin,
    /// Where it is written; nothing if that is an attribute, or nobody wrote it.
    place: Option<Place>,
    /// Whether the author calls the name their own.
    own: bool,
}

/// Every value of an application with its origin.
struct Merged {
    options: BTreeMap<String, (OptionValue, Source)>,
    conf: BTreeMap<String, (String, Source)>,
    env: BTreeMap<String, (String, Source)>,
    /// Names that the author marked as secret.
    secret: Vec<String>,
}

impl Merged {
    fn new(application: &SparkApplication, settings: &Settings) -> Result<Self, Failure> {
        let declared = application.clone().normalise()?;
        let mut merged = Self {
            options: attributes(declared.options),
            conf: attributes(declared.conf),
            env: attributes(declared.env),
            secret: declared.secret,
        };
        for (key, setting) in winners(settings)? {
            merged.lay(key, setting)?;
        }
        Ok(merged)
    }

    /// Lays one setting over what is there.
    fn lay(&mut self, key: &str, setting: &Setting) -> Result<(), Failure> {
        let is_secret = self.is_secret(key);
        let failed = |error: String| {
            if is_secret {
                refused(key, setting, "the value does not fit (it is secret)")
            } else {
                refused(key, setting, &error)
            }
        };
        let origin = Source {
            origin: setting.origin.clone(),
            place: setting.place().cloned(),
            own: setting.is_own(),
        };
        let yields = origin.origin.yields_to_attribute();
        if let Some(name) = key.strip_prefix("env.") {
            if !(yields && self.env.contains_key(name)) {
                let text = value::env_text(&setting.value).map_err(failed)?;
                self.env.insert(name.to_owned(), (text, origin));
            }
            return Ok(());
        }
        let name = key.strip_prefix("conf.");
        let option = option_of(key);
        if yields && self.is_set(name, option) {
            return Ok(());
        }
        if let Some(name) = name {
            let text = value::conf_text(&setting.value).map_err(failed)?;
            self.forget(Some(name), option);
            self.conf.insert(name.to_owned(), (text, origin));
        } else if let Some(option) = option {
            let value = value::option_value(option, &setting.value).map_err(failed)?;
            self.forget(None, Some(option));
            self.options.insert(option.key.to_owned(), (value, origin));
        }
        Ok(())
    }

    /// Whether the author marked what this key sets as secret, or its name says so.
    fn is_secret(&self, key: &str) -> bool {
        let name = key.split_once('.').map_or(key, |(_, name)| name);
        let forms = option_of(key).map(|option| properties(option).chain([option.key]));
        is_secret_name(name)
            || self.secret.iter().any(|marked| marked == name)
            || forms
                .is_some_and(|mut forms| forms.any(|form| self.secret.iter().any(|m| m == form)))
    }

    /// Whether a setting is there in any of its forms.
    fn is_set(&self, name: Option<&str>, option: Option<&SparkOption>) -> bool {
        name.is_some_and(|name| self.conf.contains_key(name))
            || option.is_some_and(|option| {
                self.options.contains_key(option.key)
                    || properties(option).any(|name| self.conf.contains_key(name))
            })
    }

    /// Takes a setting out in all of its forms.
    fn forget(&mut self, name: Option<&str>, option: Option<&SparkOption>) {
        if let Some(name) = name {
            self.conf.remove(name);
        }
        if let Some(option) = option {
            self.options.remove(option.key);
            for name in properties(option) {
                self.conf.remove(name);
            }
        }
    }
}

fn attributes<T>(values: BTreeMap<String, T>) -> BTreeMap<String, (T, Source)> {
    let source = Source {
        origin: Origin::Attribute,
        place: None,
        own: false,
    };
    let tag = |(name, value)| (name, (value, source.clone()));
    values.into_iter().map(tag).collect()
}

/// The properties by which an option may be set.
fn properties(option: &SparkOption) -> impl Iterator<Item = &'static str> {
    option
        .property
        .into_iter()
        .chain(option.other_properties.iter().copied())
}

/// The option that a key of the settings sets, in one form or another.
fn option_of(key: &str) -> Option<&'static SparkOption> {
    match key.strip_prefix("conf.") {
        Some(name) => by_property(name).or_else(|| by_other_property(name)),
        None => by_key(key),
    }
    .filter(|option| option.settable)
}

/// The settings of which no other form stands in a higher layer.
fn winners(settings: &Settings) -> Result<Vec<(&str, &Setting)>, Failure> {
    let mut winners: BTreeMap<&str, (&str, &Setting)> = BTreeMap::new();
    for (key, setting) in settings.iter() {
        let identity = option_of(key).map_or(key, |option| option.key);
        let Some((other, held)) = winners.get(identity) else {
            winners.insert(identity, (key, setting));
            continue;
        };
        match setting.layer().cmp(&held.layer()) {
            std::cmp::Ordering::Less => {
                winners.insert(identity, (key, setting));
            }
            std::cmp::Ordering::Greater => {}
            std::cmp::Ordering::Equal => {
                return Err(Failure::new(
                    FailureKind::Configuration,
                    format!("{} ({})", both(other, key), setting.origin),
                )
                .hint(keep(identity)));
            }
        }
    }
    Ok(winners.into_values().collect())
}

/// Two forms of one setting in one layer, each pair with its places.
fn twins(settings: &Settings) -> impl Iterator<Item = Finding> {
    let mut known: BTreeMap<&str, (&str, &Setting)> = BTreeMap::new();
    settings.iter().filter_map(move |(key, setting)| {
        let identity = option_of(key)?.key;
        let (other, held) = known.insert(identity, (key, setting))?;
        if setting.layer() != held.layer() {
            return None;
        }
        let kind = Verdict::Wrong(FailureKind::Configuration);
        let mut finding = Finding::new(kind, both(other, key)).help(keep(identity));
        finding.rule = Some("set_twice");
        let places = [held, setting].into_iter().filter_map(Setting::place);
        finding.places = places.cloned().collect();
        Some(finding)
    })
}

fn both(one: &str, other: &str) -> String {
    format!("`{one}` and `{other}` set the same thing")
}

fn keep(identity: &str) -> String {
    format!("keep `{identity}`, and take the other out")
}

fn refused(key: &str, setting: &Setting, error: &str) -> Failure {
    Failure::new(
        FailureKind::Configuration,
        format!("`{key}` ({}): {error}", setting.origin),
    )
}
