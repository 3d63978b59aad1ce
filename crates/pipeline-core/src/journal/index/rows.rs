//! What the index says, as values.

use std::time::Duration;

use jiff::Timestamp;
use rusqlite::types::Type;
use rusqlite::{Row, types};
use serde::{Deserialize, Serialize};

use super::super::{Header, RunEnd};
use crate::run::State;
use crate::task::TaskId;

/// A run, as `history` lists it.
#[derive(Clone, Debug, PartialEq)]
pub struct RunRow {
    /// The first line of its journal.
    pub header: Header,
    /// How it ended.
    pub end: RunEnd,
    /// How long it took, until its last event.
    pub elapsed: Duration,
    /// How many of its tasks ended how.
    pub counts: Counts,
    /// The root cause of its first failure, or why it was stopped.
    pub cause: Option<String>,
}

/// How many tasks of a run ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// In its plan.
    pub tasks: usize,
    /// Done by it.
    pub succeeded: usize,
    /// Failed.
    pub failed: usize,
    /// Stopped at work.
    pub stopped: usize,
    /// Left out, since others failed.
    pub skipped: usize,
    /// Not come to.
    pub not_started: usize,
    /// Done before.
    pub complete: usize,
    /// At work when the journal ends.
    pub running: usize,
}

/// A task of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskRow {
    /// The run.
    pub run: String,
    /// The task.
    pub task: TaskId,
    /// As a person calls it.
    pub label: String,
    /// Where it stood at the end.
    pub state: State,
    /// When its last try began.
    pub began: Option<Timestamp>,
    /// How long that took.
    pub elapsed: Duration,
    /// How many tries there were.
    pub attempts: u32,
    /// Why it failed.
    pub cause: Option<String>,
    /// The id of its application.
    pub application: Option<String>,
    /// Where that could be watched.
    pub url: Option<String>,
}

impl RunRow {
    /// The columns that [`Self::of`] reads, of the table `runs`.
    pub(super) const COLUMNS: &str = "header, how, elapsed, counts, cause";

    pub(super) fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        let word: String = row.get(1)?;
        let end = RunEnd::ALL.iter().find(|(_, known)| *known == word);
        Ok(Self {
            header: json(row, 0)?,
            end: end.ok_or_else(|| strange(1, "no end of a run"))?.0,
            elapsed: micros(row, 2)?,
            counts: json(row, 3)?,
            cause: row.get(4)?,
        })
    }
}

impl TaskRow {
    /// The columns that [`Self::of`] reads, of the tables `runs` and `tasks`.
    pub(super) const COLUMNS: &str = "runs.id, task, label, state, tasks.began, tasks.elapsed, \
                                      attempts, tasks.cause, application, url";

    pub(super) fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        let bytes: [u8; 16] = row.get(1)?;
        let id = format!("{:032x}", u128::from_be_bytes(bytes));
        let began: Option<i64> = row.get(4)?;
        let state: String = row.get(3)?;
        let state = serde_json::Value::String(state);
        Ok(Self {
            run: row.get(0)?,
            task: id.parse().map_err(|_| strange(1, "no id of a task"))?,
            label: row.get(2)?,
            state: serde_json::from_value(state).map_err(|_| strange(3, "no state"))?,
            began: began.and_then(|micros| Timestamp::from_microsecond(micros).ok()),
            elapsed: micros(row, 5)?,
            attempts: row.get(6)?,
            cause: row.get(7)?,
            application: row.get(8)?,
            url: row.get(9)?,
        })
    }
}

/// The bytes of a task's id, as the index has them.
pub(super) fn bytes(task: TaskId) -> [u8; 16] {
    // It prints as 32 hexadecimal digits.
    u128::from_str_radix(&task.to_string(), 16)
        .unwrap_or_default()
        .to_be_bytes()
}

/// A length of time as the index has it. A time that no clock can show stays the longest.
pub(super) fn in_micros(time: Duration) -> i64 {
    i64::try_from(time.as_micros()).unwrap_or(i64::MAX)
}

fn micros(row: &Row<'_>, at: usize) -> rusqlite::Result<Duration> {
    let micros: i64 = row.get(at)?;
    Ok(Duration::from_micros(micros.unsigned_abs()))
}

fn json<T: serde::de::DeserializeOwned>(row: &Row<'_>, at: usize) -> rusqlite::Result<T> {
    let text: String = row.get(at)?;
    serde_json::from_str(&text)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(at, Type::Text, error.into()))
}

fn strange(at: usize, what: &'static str) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(at, types::Type::Text, what.into())
}
