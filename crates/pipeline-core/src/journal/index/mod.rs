//! A small SQLite file over the journals of a state folder, so that asking for many runs does
//! not read all of them.
//!
//! It is a cache. What is missing in it is read from the journals by whoever asks, one that is
//! damaged or of another version is thrown away and made anew, and one that cannot be used at
//! all is done without: it fails no run.

mod ask;
mod fill;
mod rows;
#[cfg(test)]
mod tests;

use std::fs::{self, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

pub use rows::{Counts, RunRow, TaskRow};

/// The name of the file in the state folder.
const FILE: &str = "history.sqlite";

/// The form of the tables below. One of another is thrown away.
const VERSION: i64 = 1;

/// How long it waits for another process that writes.
const PATIENCE: Duration = Duration::from_secs(10);

const TABLES: &str = "
    CREATE TABLE runs (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        number INTEGER NOT NULL,
        began INTEGER NOT NULL,
        elapsed INTEGER NOT NULL,
        how TEXT NOT NULL,
        header TEXT NOT NULL,
        counts TEXT NOT NULL,
        cause TEXT,
        whole INTEGER NOT NULL
    );
    CREATE TABLE tasks (
        run INTEGER NOT NULL REFERENCES runs (seq) ON DELETE CASCADE,
        task BLOB NOT NULL,
        label TEXT NOT NULL,
        name TEXT NOT NULL,
        state TEXT NOT NULL,
        began INTEGER,
        elapsed INTEGER NOT NULL,
        attempts INTEGER NOT NULL,
        cause TEXT,
        application TEXT,
        url TEXT,
        PRIMARY KEY (run, task)
    ) WITHOUT ROWID;
    CREATE INDEX runs_in_order ON runs (number, began);
    CREATE INDEX tasks_of_id ON tasks (task, run);
    CREATE INDEX tasks_of_name ON tasks (name, run);
";

/// Why the index cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// SQLite says so.
    #[error("{FILE}: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The file system says so.
    #[error("{FILE}: {0}")]
    Io(#[from] io::Error),
}

impl IndexError {
    /// Whether the file is no index, or a broken one.
    fn is_damage(&self) -> bool {
        let Self::Sqlite(error) = self else {
            return false;
        };
        match error {
            rusqlite::Error::SqliteFailure(error, _) => matches!(
                error.code,
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::Unknown
            ),
            // What is there is not what was written.
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::IntegralValueOutOfRange(..) => true,
            _ => false,
        }
    }
}

/// The index of a state folder.
pub struct Index {
    state_dir: PathBuf,
    connection: Connection,
}

impl Index {
    /// Opens the index, or makes one. It has what it had: see [`Index::update`].
    ///
    /// # Errors
    /// The file can be neither used nor made anew.
    pub fn open(state_dir: &Path) -> Result<Self, IndexError> {
        match Self::try_open(state_dir) {
            Err(error) if error.is_damage() => {
                throw_away(state_dir)?;
                Self::try_open(state_dir)
            }
            opened => opened,
        }
    }

    /// Does this with an index that has every run that is over. Where the file cannot be used
    /// (nobody may write there) it is one in memory, for which every journal is read.
    ///
    /// # Errors
    /// The journals cannot be listed or read.
    pub fn with<T>(
        state_dir: &Path,
        mut ask: impl FnMut(&mut Self) -> Result<T, IndexError>,
    ) -> Result<T, IndexError> {
        Self::in_file(state_dir, &mut ask).or_else(|_| {
            let mut index = Self::in_memory(state_dir)?;
            index.update()?;
            ask(&mut index)
        })
    }

    fn in_memory(state_dir: &Path) -> Result<Self, IndexError> {
        let mut index = Self {
            state_dir: state_dir.to_owned(),
            connection: Connection::open_in_memory()?,
        };
        index.make_tables()?;
        Ok(index)
    }

    /// Does this with the file of the index, after it has taken in every run that is over. A
    /// damaged one is made anew, once.
    ///
    /// # Errors
    /// The file can be neither used nor made anew.
    pub fn in_file<T>(
        state_dir: &Path,
        mut ask: impl FnMut(&mut Self) -> Result<T, IndexError>,
    ) -> Result<T, IndexError> {
        let mut attempt = || {
            let mut index = Self::open(state_dir)?;
            index.update()?;
            ask(&mut index)
        };
        match attempt() {
            Err(error) if error.is_damage() => {
                throw_away(state_dir)?;
                attempt()
            }
            done => done,
        }
    }

    fn try_open(state_dir: &Path) -> Result<Self, IndexError> {
        let file = state_dir.join(FILE);
        // SQLite would make it for everybody to read.
        let mut options = OpenOptions::new();
        options.create(true).append(true).mode(0o600).open(&file)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&file, flags)?;
        connection.busy_timeout(PATIENCE)?;
        // A cache need not survive the machine; what is half of it is noticed, and made anew.
        connection.execute_batch("PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;")?;
        let mut index = Self {
            state_dir: state_dir.to_owned(),
            connection,
        };
        index.make_tables()?;
        Ok(index)
    }

    /// Makes the tables, unless they are there. Those of another version make way.
    fn make_tables(&mut self) -> Result<(), IndexError> {
        let version = |connection: &Connection| {
            connection.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0))
        };
        if version(&self.connection)? == VERSION {
            return Ok(());
        }
        let behavior = TransactionBehavior::Immediate;
        let transaction = self.connection.transaction_with_behavior(behavior)?;
        // Another process may have been faster.
        if version(&transaction)? != VERSION {
            let tables: Vec<String> = transaction
                .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")?
                .query_map([], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            transaction.pragma_update(None, "defer_foreign_keys", true)?;
            for table in tables.iter().filter(|name| !name.starts_with("sqlite_")) {
                let name = table.replace('"', "\"\"");
                transaction.execute_batch(&format!("DROP TABLE \"{name}\""))?;
            }
            transaction.execute_batch(TABLES)?;
            transaction.pragma_update(None, "user_version", VERSION)?;
        }
        transaction.commit()?;
        Ok(())
    }
}

/// Removes the file and what SQLite keeps beside it.
fn throw_away(state_dir: &Path) -> io::Result<()> {
    for ending in ["", "-journal", "-wal", "-shm"] {
        match fs::remove_file(state_dir.join(format!("{FILE}{ending}"))) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
