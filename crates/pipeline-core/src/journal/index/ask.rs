//! What the index is asked.

use std::time::Duration;

use rusqlite::params;

use super::rows::{RunRow, TaskRow, bytes};
use super::{Index, IndexError};
use crate::plan::Plan;
use crate::run::Estimates;
use crate::task::TaskId;

/// How many of the last durations an estimate is made of.
const LAST: u32 = 5;

/// In plans of up to so many tasks each is looked for by itself. In bigger ones the type says
/// enough.
const MOST_ASKED: usize = 10_000;

impl Index {
    /// The runs that are over, the last that began first.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn runs(&self) -> Result<Vec<RunRow>, IndexError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {} FROM runs ORDER BY number DESC, began DESC, id DESC",
            RunRow::COLUMNS
        ))?;
        let rows = statement.query_map([], RunRow::of)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The tasks that ran in runs that are over and that are called so: by id or its beginning,
    /// by label, by type. The last run first.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn tasks_called(&self, word: &str) -> Result<Vec<TaskRow>, IndexError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {} FROM tasks JOIN runs ON runs.seq = tasks.run
             WHERE label = ?1 OR name = ?1 OR lower(hex(task)) GLOB ?2
             ORDER BY number DESC, runs.began DESC, runs.id DESC, tasks.began DESC",
            TaskRow::COLUMNS
        ))?;
        // Less than eight digits is no id, and neither is anything but digits.
        let is_id = word.len() >= 8 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
        let id = is_id.then(|| format!("{}*", word.to_ascii_lowercase()));
        let rows = statement.query_map(params![word, id], TaskRow::of)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The runs of which it does not have every task, the last first.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn not_whole(&self) -> Result<Vec<String>, IndexError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id FROM runs WHERE NOT whole ORDER BY number DESC, began DESC, id DESC",
        )?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How long the tasks of a plan took in earlier runs: the median of the last few times that
    /// a task, or else one of its type, succeeded.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn estimates(&self, plan: &Plan) -> Result<Estimates, IndexError> {
        let mut estimates = Estimates::default();
        let mut names: Vec<&str> = plan
            .nodes()
            .iter()
            .map(|it| it.task.schema().name)
            .collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            if let Some(takes) = self.takes("name = ?1", name)? {
                estimates.add_type(name, takes);
            }
        }
        if plan.len() <= MOST_ASKED {
            for node in plan.nodes() {
                if let Some(takes) = self.takes("task = ?1", bytes(node.id))? {
                    estimates.add_task(node.id, takes);
                }
            }
        }
        Ok(estimates)
    }

    /// How long a task took that succeeded, the last time first; for tests and tools.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn durations(&self, task: TaskId) -> Result<Vec<Duration>, IndexError> {
        self.last("task = ?1", bytes(task))
    }

    fn takes(
        &self,
        which: &str,
        value: impl rusqlite::ToSql,
    ) -> Result<Option<Duration>, IndexError> {
        let mut last = self.last(which, value)?;
        last.sort_unstable();
        Ok(median(&last))
    }

    fn last(&self, which: &str, value: impl rusqlite::ToSql) -> Result<Vec<Duration>, IndexError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT elapsed FROM tasks WHERE {which} AND state = 'succeeded'
             ORDER BY run DESC LIMIT ?2"
        ))?;
        let rows = statement.query_map(params![value, LAST], |row| row.get::<_, i64>(0))?;
        let micros = rows.map(|micros| Ok(Duration::from_micros(micros?.unsigned_abs())));
        micros.collect()
    }
}

/// The middle one, of an even count the mean of the two in the middle.
fn median(sorted: &[Duration]) -> Option<Duration> {
    let middle = sorted.len() / 2;
    let upper = *sorted.get(middle)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    Some((sorted[middle - 1] + upper) / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_one_or_the_mean_of_two() {
        let of = |seconds: &[u64]| {
            let times: Vec<_> = seconds.iter().map(|it| Duration::from_secs(*it)).collect();
            median(&times).map(|it| it.as_secs_f64())
        };
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[7]), Some(7.0));
        assert_eq!(of(&[1, 2, 900]), Some(2.0));
        assert_eq!(of(&[1, 2, 3, 900]), Some(2.5));
    }
}
