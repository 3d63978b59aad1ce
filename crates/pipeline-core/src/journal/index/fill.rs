//! How runs come into the index.

use std::collections::HashSet;
use std::path::Path;

use rusqlite::{Transaction, TransactionBehavior, params};

use super::super::{RecordError, RunEnd, Story, TaskStory, runs};
use super::rows::{bytes, in_micros};
use super::{Index, IndexError};
use crate::run::State;

/// Of how many tasks of a run the index has a row each. The journal has them all.
const MOST_TASKS: usize = 20_000;

/// How many runs are written at once.
const AT_ONCE: usize = 64;

impl Index {
    /// Takes in every run that is over and that it does not have yet, and forgets those whose
    /// folders are gone. Journals that cannot be read are left out.
    ///
    /// # Errors
    /// The index cannot be written, or the folder of runs cannot be listed.
    pub fn update(&mut self) -> Result<(), IndexError> {
        let mut statement = self.connection.prepare_cached("SELECT id FROM runs")?;
        let known = statement.query_map([], |row| row.get(0))?;
        let mut known: HashSet<String> = known.collect::<Result<_, _>>()?;
        drop(statement);
        let mut new = Vec::new();
        for folder in runs(&self.state_dir)? {
            if !known.remove(&folder.id) {
                new.push(folder);
            }
        }
        for id in known {
            self.connection
                .execute("DELETE FROM runs WHERE id = ?1", [id])?;
        }
        for folders in new.chunks(AT_ONCE) {
            // What lives is told when it is over.
            let over = folders.iter().filter(|folder| folder.is_dead());
            self.add_all(over.map(|folder| &*folder.dir))?;
        }
        Ok(())
    }

    /// Takes in the run of this folder if it is over and its journal can be read.
    ///
    /// # Errors
    /// The index cannot be written.
    pub fn add(&mut self, dir: &Path) -> Result<(), IndexError> {
        self.add_all(std::iter::once(dir))
    }

    fn add_all<'a>(&mut self, dirs: impl Iterator<Item = &'a Path>) -> Result<(), IndexError> {
        let mut dirs = dirs.peekable();
        if dirs.peek().is_none() {
            return Ok(());
        }
        let behavior = TransactionBehavior::Immediate;
        let transaction = self.connection.transaction_with_behavior(behavior)?;
        for dir in dirs {
            match Story::read(dir) {
                Ok(story) if story.end == RunEnd::Running => {}
                Ok(story) => put(&transaction, &story)?,
                Err(RecordError::Io { error, .. }) => return Err(error.into()),
                // Each look tries again: a library that can read it may come.
                Err(_) => {}
            }
        }
        transaction.commit()?;
        Ok(())
    }
}

/// Writes a run and its tasks. One that another process has written meanwhile is left as it is.
fn put(transaction: &Transaction<'_>, story: &Story) -> Result<(), IndexError> {
    let header = &story.header;
    let ran: Vec<&TaskStory> = ran(story).collect();
    let kept = &ran[..ran.len().min(MOST_TASKS)];
    let json = |value: serde_json::Result<String>| value.map_err(std::io::Error::from);
    let written = transaction.execute(
        // Rows of the last runs are found from behind.
        "INSERT OR IGNORE INTO runs
             (seq, id, number, began, elapsed, how, header, counts, cause, whole)
         VALUES (
             iif(?2 = 0 OR EXISTS (SELECT 1 FROM runs WHERE seq = ?2), NULL, ?2),
             ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9
         )",
        params![
            header.run,
            i64::try_from(header.number).unwrap_or(i64::MAX),
            header.began.as_microsecond(),
            in_micros(story.elapsed()),
            story.end.word(),
            json(serde_json::to_string(header))?,
            json(serde_json::to_string(&story.counts()))?,
            story.cause(),
            kept.len() == ran.len(),
        ],
    )?;
    if written == 0 {
        return Ok(());
    }
    let run = transaction.last_insert_rowid();
    let mut statement = transaction.prepare_cached(
        "INSERT OR IGNORE INTO tasks (run, task, label, name, state, began, elapsed, attempts,
         cause, application, url) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    for task in kept {
        statement.execute(params![
            run,
            bytes(task.task),
            task.label,
            task.type_name(),
            word(task.state),
            task.began.map(|at| at.as_microsecond()),
            in_micros(task.elapsed),
            task.attempts,
            task.failure.as_ref().map(|failure| &failure.cause),
            task.application,
            task.url,
        ])?;
    }
    Ok(())
}

/// The tasks that ran, those that did not end well first: of very many they are the news.
fn ran(story: &Story) -> impl Iterator<Item = &TaskStory> {
    let ran = || {
        let tasks = story.tasks.iter();
        tasks.filter(|task| task.attempts > 0 || task.state == State::Failed)
    };
    let bad = ran().filter(|task| task.state != State::Succeeded);
    bad.chain(ran().filter(|task| task.state == State::Succeeded))
}

/// The word of a state as journals and `--json` have it.
fn word(state: State) -> String {
    match serde_json::to_value(state) {
        Ok(serde_json::Value::String(word)) => word,
        // A state is written as its word.
        _ => String::new(),
    }
}
