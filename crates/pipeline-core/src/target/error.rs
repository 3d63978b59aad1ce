//! What can go wrong with a target.

use std::io;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, FailureKind};

/// What can go wrong with a target.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// No store is known for the scheme of a location.
    #[error(
        "{location} cannot be reached: there is no store for `{scheme}:` here, only for local paths and `file:` URIs"
    )]
    UnknownScheme {
        /// The scheme.
        scheme: String,
        /// The location.
        location: String,
    },
    /// A `file:` URI names another machine.
    #[error(
        "{location} names the machine `{host}`, but a `file:` URI is local: write file:///path"
    )]
    OtherHost {
        /// The machine.
        host: String,
        /// The location.
        location: String,
    },
    /// The system refused.
    #[error("cannot {action} {}", path.display())]
    Io {
        /// What was tried: `read`, `write`, …
        action: &'static str,
        /// With what.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// There is something else than what was declared.
    #[error("{location} is a {found}, but a {declared} is declared there")]
    WrongKind {
        /// The location.
        location: String,
        /// What was declared.
        declared: &'static str,
        /// What is there.
        found: &'static str,
    },
    /// A dataset is read that is not complete.
    #[error("{location} is not complete: it holds no _SUCCESS, which Spark writes last")]
    Incomplete {
        /// The location.
        location: String,
    },
    /// A line of a dataset cannot be read as what it should be.
    #[error("{}, line {line}", path.display())]
    Record {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// Why not.
        source: serde_json::Error,
    },
    /// What was to be committed was never written.
    #[error("nothing was written for {location}: {} is not there", staged.display())]
    NotWritten {
        /// The location of the target.
        location: String,
        /// Where it should have been written.
        staged: PathBuf,
    },
    /// Another run writes the same place at this moment.
    #[error("another run is writing {location} at this moment")]
    InUse {
        /// The location.
        location: String,
    },
    /// A driver in a cluster was to write it, and nobody has seen its end.
    #[error(
        "{location} may be written at this moment: an earlier run left that to {}, and did not \
         see its end",
        driver_named(driver.as_deref())
    )]
    OutOfSight {
        /// The location.
        location: String,
        /// What the manager calls the driver, if it is known.
        driver: Option<String>,
        /// The note that says so.
        note: PathBuf,
    },
    /// A leftover that is not removed, because it may be more than that.
    #[error(
        "{location} holds what an earlier run left, but is not removed: {why}. Look at it, and remove it by hand"
    )]
    Refused {
        /// The location.
        location: String,
        /// Why not.
        why: String,
    },
}

impl StoreError {
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io {
            action,
            path: path.to_owned(),
            source,
        }
    }

    /// What to do about it, where one sentence says it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::WrongKind { found: "file", .. } => Some(
                "a dataset is a folder with _SUCCESS in it; a single file is declared as \
                 `Output<File>`"
                    .to_owned(),
            ),
            Self::WrongKind { .. } => {
                Some("declare it as `Output<Directory>`, or as the dataset that it is".to_owned())
            }
            Self::OutOfSight { location, note, .. } => Some(format!(
                "look at the cluster. When the driver has ended, run `rm {}`; if it has not \
                 succeeded, remove {location} as well. Then run this again",
                note.display()
            )),
            Self::InUse { .. } => Some("wait until it has ended, or stop it".to_owned()),
            _ => None,
        }
    }
}

fn driver_named(driver: Option<&str>) -> String {
    match driver {
        Some(driver) => format!("the driver {driver} in a cluster"),
        None => "a driver in a cluster".to_owned(),
    }
}

/// The failure of a task that met it.
impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let kind = match error {
            StoreError::UnknownScheme { .. }
            | StoreError::OtherHost { .. }
            | StoreError::WrongKind { .. } => FailureKind::Configuration,
            StoreError::OutOfSight { .. } => FailureKind::Lost,
            StoreError::NotWritten { .. } | StoreError::Incomplete { .. } => {
                FailureKind::OutputMissing
            }
            _ => FailureKind::Environment,
        };
        let cause = match std::error::Error::source(&error) {
            Some(source) => format!("{error}: {source}"),
            None => error.to_string(),
        };
        let mut failure = Self::new(kind, cause);
        failure.hint = error.hint();
        failure
    }
}
