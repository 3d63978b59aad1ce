//! What settings say of how a task is to be run, laid over what its attributes say.

use std::time::Duration;

use toml::Value;

use super::core::{OF_A_TASK, core, duration};
use super::{Explained, Origin, Setting, Settings};
use crate::param::Param;
use crate::task::Control;

/// The word for no limit at all, where an attribute has one.
pub(crate) const NONE: &str = "none";

impl Settings {
    /// Whether they say anything of how tasks are to be run.
    pub(crate) fn says_of_control(&self) -> bool {
        let keys = ["priority", "retries", "backoff", "timeout"];
        keys.iter().any(|key| self.get(key).is_some())
            || self.iter().any(|(key, _)| key.starts_with(RESOURCE))
    }

    /// How a task is to be run: its settings over its attributes. Loading has checked that each
    /// value fits.
    #[must_use]
    pub fn control(&self, declared: Control) -> Control {
        let mut control = declared;
        let over = |key| {
            let setting: &Setting = self.get(key)?;
            (!setting.origin.yields_to_attribute()).then_some(&setting.value)
        };
        if let Some(priority) = over("priority").and_then(integer) {
            control.priority = i32::try_from(priority).ok();
        }
        if let Some(retries) = over("retries").and_then(integer) {
            control.retries = u32::try_from(retries).ok();
        }
        if let Some(backoff) = over("backoff").and_then(|value| duration(value.as_str()?).ok()) {
            control.backoff = Some(backoff);
        }
        if let Some(timeout) = over("timeout").and_then(limit) {
            control.timeout = timeout;
        }
        for (key, setting) in self.iter() {
            if let Some(name) = key.strip_prefix(RESOURCE)
                && let Some(taken) = integer(&setting.value)
                && let Ok(taken) = u32::try_from(taken)
            {
                control.resources.retain(|(held, _)| held != name);
                control.resources.push((name.to_owned(), taken));
            }
        }
        control.resources.retain(|(_, taken)| *taken > 0);
        control.resources.sort();
        control
    }
}

impl Settings {
    /// How a task is to be run, each value with its origin, for `explain`. `declared` is what
    /// its attributes say.
    pub(crate) fn explain_control(&self, declared: &Control) -> Vec<Explained> {
        let control = self.control(declared.clone());
        let resource = |control: &Control, name: &str| {
            let mut all = control.resources.iter();
            all.find(|(held, _)| held == name)
                .map(|(_, taken)| taken.to_string())
        };
        let value = |control: &Control, key: &str| match key {
            "priority" => control.priority.map(|it| it.to_string()),
            "retries" => control.retries.map(|it| it.to_string()),
            "backoff" => control.backoff.map(|it| it.print()),
            "timeout" => control.timeout.map(|it| it.print()),
            key => resource(control, key.strip_prefix(RESOURCE).unwrap_or(key)),
        };
        let names = control.resources.iter().map(|(name, _)| name);
        let keys = OF_A_TASK.iter().map(|key| key.name.to_owned());
        let keys = keys.chain(names.map(|name| format!("{RESOURCE}{name}")));
        let rows = keys.map(|key| {
            let set = self.get(&key).filter(|it| !it.origin.yields_to_attribute());
            let origin = match set {
                Some(setting) => setting.origin.clone(),
                None if value(declared, &key).is_some() => Origin::Attribute,
                None => Origin::Default,
            };
            let default = || core(&key).map_or(NONE, |key| key.default).to_owned();
            let value = match value(&control, &key) {
                Some(value) => value,
                None if set.is_some() => NONE.to_owned(),
                None => default(),
            };
            Explained { key, value, origin }
        });
        rows.collect()
    }
}

/// What the key of a resource begins with.
const RESOURCE: &str = "resources.";

/// A whole number, as TOML or as text.
#[must_use]
pub(crate) fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Integer(number) => Some(*number),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// A length of time that is a limit, or that there is none; nothing if it is neither.
#[must_use]
#[allow(clippy::option_option)] // the outer says whether it fits, the inner whether there is one
pub(crate) fn limit(value: &Value) -> Option<Option<Duration>> {
    let text = value.as_str()?;
    if text == NONE {
        return Some(None);
    }
    let limit = duration(text).ok()?;
    (!limit.is_zero()).then_some(Some(limit))
}
