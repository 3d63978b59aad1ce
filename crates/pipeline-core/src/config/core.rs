//! The settings of the core: of the run, and of how each task is run. As data.

use std::time::Duration;

use tracing_subscriber::filter::{LevelFilter, Targets};

use super::control::{NONE, integer, limit};
use super::moment::Moment;
use super::present::{present, time_zone};
use crate::param::Param;

/// A setting of the core.
#[derive(Debug)]
pub struct CoreKey {
    /// The word, in `pipeline.toml` and after `--set`.
    pub name: &'static str,
    /// What it is, in one line.
    pub doc: &'static str,
    /// What its value is.
    pub kind: CoreKind,
    /// The default, as `explain` shows it.
    pub default: &'static str,
}

/// What the value of a core setting is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoreKind {
    /// A whole number from 1 up.
    Count,
    /// A whole number from 0 up.
    Whole,
    /// A whole number, of either sign.
    Number,
    /// `true` or `false`.
    Switch,
    /// A length of time.
    Duration,
    /// A length of time that something may take, or `none`.
    Limit,
    /// A time of day, a date with one, or `none`.
    Moment,
    /// A path; a relative one is below the current folder.
    Path,
    /// The name of a time zone.
    TimeZone,
    /// A date with a time, with its offset or in the run's time zone.
    Present,
    /// What of a log is kept: `info`, or `warn,my_crate=debug`.
    LogLevel,
}

/// Every setting of the run itself.
pub const CORE: &[CoreKey] = &[
    CoreKey {
        name: "workers",
        doc: "how many tasks run at once",
        kind: CoreKind::Count,
        default: "the number of processors, at most 8",
    },
    CoreKey {
        name: "fail_fast",
        doc: "start nothing new after the first failure, instead of doing what does not need it",
        kind: CoreKind::Switch,
        default: "false",
    },
    CoreKey {
        name: "grace",
        doc: "how long a task may take to stop when it is asked to, before it is killed",
        kind: CoreKind::Duration,
        default: "10s",
    },
    CoreKey {
        name: "state_dir",
        doc: "the folder of the runs' logs and events",
        kind: CoreKind::Path,
        default: ".spark-pipeline",
    },
    CoreKey {
        name: "run_timeout",
        doc: "how long the whole run may take before it is stopped",
        kind: CoreKind::Limit,
        default: NONE,
    },
    CoreKey {
        name: "deadline",
        doc: "when the run must have ended, else it is stopped: 06:00, 2026-01-31T06:00",
        kind: CoreKind::Moment,
        default: NONE,
    },
    CoreKey {
        name: "time_zone",
        doc: "the time zone of words such as today, and of the deadline",
        kind: CoreKind::TimeZone,
        default: "the system's",
    },
    CoreKey {
        name: "now",
        doc: "the moment that those words are about, to plan as if it were then",
        kind: CoreKind::Present,
        default: "when the program starts",
    },
    CoreKey {
        name: "log_level",
        doc: "what tasks' own logs are kept: off, error, warn, info, debug, trace, or by crate: warn,my_crate=debug",
        kind: CoreKind::LogLevel,
        default: "info",
    },
];

/// Every setting of how one task is run. In a profile it is for all tasks.
pub const OF_A_TASK: &[CoreKey] = &[
    CoreKey {
        name: "priority",
        doc: "how urgent the task is: the greatest first, then what the end waits for longest",
        kind: CoreKind::Number,
        default: "0",
    },
    CoreKey {
        name: "retries",
        doc: "how often the task is tried again after a failure that may pass",
        kind: CoreKind::Whole,
        default: "0",
    },
    CoreKey {
        name: "backoff",
        doc: "how long it waits before that, about; twice as long each time, at most 10 minutes",
        kind: CoreKind::Duration,
        default: "5s",
    },
    CoreKey {
        name: "timeout",
        doc: "how long one try of the task may take before it is stopped and has failed",
        kind: CoreKind::Limit,
        default: NONE,
    },
];

/// The core's setting of this name.
#[must_use]
pub(super) fn core(key: &str) -> Option<&'static CoreKey> {
    CORE.iter().chain(OF_A_TASK).find(|known| known.name == key)
}

pub(super) fn check_core(kind: CoreKind, value: &toml::Value) -> Result<(), String> {
    let fits = match kind {
        CoreKind::Count => count(value).is_some(),
        CoreKind::Whole => integer(value).is_some_and(|it| u32::try_from(it).is_ok()),
        CoreKind::Number => integer(value).is_some_and(|it| i32::try_from(it).is_ok()),
        CoreKind::Limit => limit(value).is_some(),
        CoreKind::Moment => return Moment::of(value).map(drop),
        CoreKind::TimeZone => time_zone(value).is_some(),
        CoreKind::Present => present(value).is_some(),
        CoreKind::Switch => switch(value).is_some(),
        CoreKind::Path => value.as_str().is_some_and(|text| !text.is_empty()),
        CoreKind::LogLevel => value.as_str().is_some_and(|text| log_level(text).is_some()),
        CoreKind::Duration => {
            let Some(text) = value.as_str() else {
                return Err(format!(
                    "{value} is no length of time; write \"10s\", \"2m\""
                ));
            };
            return duration(text).map(drop);
        }
    };
    if fits {
        return Ok(());
    }
    Err(match kind {
        CoreKind::Count => format!("{value} is no whole number from 1 up"),
        CoreKind::Whole => format!("{value} is no whole number from 0 up"),
        CoreKind::Number => format!("{value} is no whole number"),
        CoreKind::Switch => format!("{value} is neither true nor false"),
        CoreKind::Limit => format!(
            "{value} is no length of time that something may take; \
             write \"30m\", \"2h\", or \"none\" for no limit"
        ),
        CoreKind::TimeZone => format!(
            "{value} is no time zone that is known here; write \"UTC\" or \"Europe/Berlin\""
        ),
        CoreKind::Present => format!(
            "{value} is no moment; write \"2026-01-31T06:00\", or \"2026-01-31T05:00:00Z\" with its offset"
        ),
        CoreKind::LogLevel => format!(
            "{value} is no log level; write off, error, warn, info, debug or trace, and for one \
             crate \"warn,my_crate=debug\""
        ),
        CoreKind::Path | CoreKind::Duration | CoreKind::Moment => {
            format!("{value} is no path; write it in quotes")
        }
    })
}

/// A whole number from 1 up, as TOML or as text.
#[must_use]
pub(crate) fn count(value: &toml::Value) -> Option<usize> {
    let number = match value {
        toml::Value::Integer(number) => usize::try_from(*number).ok(),
        toml::Value::String(text) => text.parse().ok(),
        _ => None,
    };
    number.filter(|number| *number > 0)
}

/// A length of time as parameters have it.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    <Duration as Param>::parse(text).map_err(|error| error.to_string())
}

/// What of a log is kept, as `RUST_LOG` has it.
#[must_use]
pub(crate) fn log_level(text: &str) -> Option<Targets> {
    let is_word = |it: &str| !it.trim().is_empty();
    // One word alone is a level; the parser would take any other for the name of a crate.
    let level = |it: &str| it.trim().parse::<LevelFilter>().is_ok();
    let parts: Vec<&str> = text.split(',').filter(|it| is_word(it)).collect();
    let fits = parts.iter().all(|it| it.contains('=') || level(it));
    if parts.is_empty() || !fits {
        return None;
    }
    text.parse().ok()
}

/// `true` or `false`, as TOML or as text.
#[must_use]
pub(crate) fn switch(value: &toml::Value) -> Option<bool> {
    match value {
        toml::Value::Boolean(value) => Some(*value),
        toml::Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// Whether this is how many of a resource there are, or how many a task takes.
pub(super) fn check_resource(name: &str, value: &toml::Value) -> Result<(), String> {
    if name.trim().is_empty() {
        return Err("a resource has a name: `resources = { cluster = 4 }`".to_owned());
    }
    match integer(value).map(u32::try_from) {
        Some(Ok(_)) => Ok(()),
        _ => Err(format!("{value} is no whole number from 0 up")),
    }
}
