//! The settings of the run itself, as values.

use std::path::PathBuf;
use std::time::Duration;

use jiff::tz::TimeZone;

use super::control::{integer, limit};
use super::core::{CORE, count, duration, switch};
use super::keys::split_table;
use super::present::{Present, present, time_zone};
use super::{Config, Explained, Moment, Origin, Setting, Settings, is_resource};
use crate::run::{Capacities, default_workers};

/// The settings of the run itself. What nobody has set is `None`: whoever runs has a default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunSettings {
    /// How many tasks run at once.
    pub workers: Option<usize>,
    /// Whether the first failure stops everything.
    pub fail_fast: Option<bool>,
    /// How long a task may take to stop.
    pub grace: Option<Duration>,
    /// The folder of logs and events.
    pub state_dir: Option<PathBuf>,
    /// How long the whole run may take.
    pub run_timeout: Option<Duration>,
    /// When the run must have ended.
    pub deadline: Option<Moment>,
    /// What of tasks' own logs is kept.
    pub log_level: Option<String>,
    /// How many of each named resource there are.
    pub resources: Capacities,
    /// The zone of words such as `today`.
    pub time_zone: Option<TimeZone>,
    /// The moment that the plan is made at, if it is not the present one.
    pub now: Option<Present>,
}

impl RunSettings {
    /// The run's own settings among these. Loading has checked that each value fits.
    #[must_use]
    pub fn of(settings: &Settings) -> Self {
        let value = |key| settings.get(key).map(|setting: &Setting| &setting.value);
        Self {
            workers: value("workers").and_then(count),
            fail_fast: value("fail_fast").and_then(switch),
            grace: value("grace")
                .and_then(toml::Value::as_str)
                .and_then(|text| duration(text).ok()),
            state_dir: value("state_dir")
                .and_then(toml::Value::as_str)
                .map(PathBuf::from),
            run_timeout: value("run_timeout").and_then(limit).flatten(),
            deadline: value("deadline").and_then(|value| Moment::of(value).ok().flatten()),
            log_level: value("log_level")
                .and_then(toml::Value::as_str)
                .map(str::to_owned),
            resources: capacities(settings),
            time_zone: value("time_zone").and_then(time_zone),
            now: value("now").and_then(present),
        }
    }
}

fn capacities(settings: &Settings) -> Capacities {
    let resources = settings.iter().filter(|(key, _)| is_resource(key));
    let held = resources.filter_map(|(key, setting)| {
        let (_, name) = split_table(key)?;
        let held = u32::try_from(integer(&setting.value)?).ok()?;
        Some((name.to_owned(), held))
    });
    held.collect()
}

impl Config {
    /// The settings of the run itself, for `explain`.
    #[must_use]
    pub fn explain_run(&self) -> Vec<Explained> {
        let settings = self.settings();
        let explained = CORE.iter().map(|key| match settings.get(key.name) {
            Some(setting) => Explained {
                key: key.name.to_owned(),
                value: plain(&setting.value),
                origin: setting.origin.clone(),
            },
            None => Explained {
                key: key.name.to_owned(),
                value: match key.name {
                    "workers" => default_workers().to_string(),
                    _ => key.default.to_owned(),
                },
                origin: Origin::Default,
            },
        });
        let checked = self.checked().map(|(checked, origin)| Explained {
            key: "checked".to_owned(),
            value: checked.to_string(),
            origin: origin.clone(),
        });
        let resources = settings.iter().filter(|(key, _)| is_resource(key));
        let resources = resources.map(|(key, setting)| Explained {
            key: key.to_owned(),
            value: plain(&setting.value),
            origin: setting.origin.clone(),
        });
        explained.chain(resources).chain(checked).collect()
    }
}

/// The value as a person writes it: a text without its quotes.
fn plain(value: &toml::Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::RunOptions;

    #[test]
    fn the_defaults_that_are_shown_are_those_of_a_run() {
        let shown = |name| {
            let rows = Config::default().explain_run();
            let row = rows.into_iter().find(|row| row.key == name);
            row.expect("a setting").value
        };
        let run = RunOptions::default();
        assert_eq!(shown("workers"), run.workers.to_string());
        assert_eq!(shown("fail_fast"), run.fail_fast.to_string());
        assert_eq!(duration(&shown("grace")), Ok(run.stop_limits.grace));
        assert_eq!(PathBuf::from(shown("state_dir")), run.state_dir);
        assert_eq!(
            (shown("run_timeout"), run.run_timeout),
            ("none".into(), None)
        );
        assert_eq!((shown("deadline"), run.deadline), ("none".into(), None));
    }
}
