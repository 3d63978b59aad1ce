//! What can go wrong with a target.

use std::io;
use std::path::{Path, PathBuf};

use super::location::Location;
use crate::failure::{Failure, FailureKind};

/// What can go wrong with a target.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// No store is known for the scheme of a location.
    #[error("{location} cannot be reached: there is no store for `{scheme}:` in this program")]
    UnknownScheme {
        /// The scheme.
        scheme: String,
        /// The location.
        location: String,
    },
    /// A `file:` URI names another machine.
    #[error("{location} names the machine `{host}`, but a `file:` URI is local")]
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
    /// A store that is not local refused, or did not answer.
    #[error("cannot {action} {location}")]
    Remote {
        /// What was tried: `read`, `write`, …
        action: &'static str,
        /// Where.
        location: String,
        /// Why not.
        source: Box<dyn std::error::Error + Send + Sync>,
        /// What to do about it.
        hint: Option<String>,
        /// What kind of refusal it was.
        refusal: Refusal,
    },
    /// A store that renames nothing was asked to.
    #[error("{from} cannot be renamed to {to}: nothing is renamed in this store")]
    NoRename {
        /// What has the name.
        from: String,
        /// The new name.
        to: String,
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
    #[error("{file}, line {line}")]
    Record {
        /// The file.
        file: String,
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

/// What kind of refusal a remote store gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such thing.
    NotThere,
    /// It must be configured in another way: wrong or missing credentials, no such bucket.
    Configuration,
    /// It may go better another time: it did not answer, or had too much to do.
    Passing,
}

/// The features of the facade that have stores, each with its schemes.
const FEATURES: &[(&str, &[&str])] = &[
    ("s3", &["s3", "s3a", "s3n"]),
    ("gcs", &["gs"]),
    ("azure", &["abfs", "abfss", "wasb", "wasbs", "az"]),
    ("hdfs", &["hdfs", "viewfs"]),
];

impl StoreError {
    pub(crate) fn unknown_scheme(at: &Location) -> Self {
        Self::UnknownScheme {
            scheme: at.scheme().to_owned(),
            location: at.text().to_owned(),
        }
    }

    /// An error of the system about a location of any store.
    pub fn at(action: &'static str, at: &Location) -> impl FnOnce(io::Error) -> Self {
        move |source| {
            // What a store has said already is said once.
            match source.downcast::<Self>() {
                Ok(said) => said,
                Err(source) => Self::io(action, Path::new(at.text()))(source),
            }
        }
    }

    /// Whether it says that nothing is there.
    #[must_use]
    pub fn is_not_there(&self) -> bool {
        match self {
            Self::Io { source, .. } => matches!(
                source.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ),
            Self::Remote { refusal, .. } => *refusal == Refusal::NotThere,
            _ => false,
        }
    }

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
            Self::UnknownScheme { scheme, .. } => Some(
                match FEATURES
                    .iter()
                    .find(|(_, schemes)| schemes.contains(&scheme.as_str()))
                {
                    Some((feature, _)) => format!(
                        "write in Cargo.toml: spark-pipeline = {{ features = [\"{feature}\"] }}"
                    ),
                    None => "write a path, or give the program a store for it: \
                             `Program::store`"
                        .to_owned(),
                },
            ),
            Self::Remote { hint, .. } => hint.clone(),
            Self::OtherHost { .. } => Some("write file:///path".to_owned()),
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
            | StoreError::NoRename { .. }
            | StoreError::Remote {
                refusal: Refusal::Configuration,
                ..
            }
            | StoreError::WrongKind { .. } => FailureKind::Configuration,
            StoreError::OutOfSight { .. } => FailureKind::Lost,
            StoreError::NotWritten { .. } | StoreError::Incomplete { .. } => {
                FailureKind::OutputMissing
            }
            _ => FailureKind::Environment,
        };
        let mut cause = error.to_string();
        let mut source = std::error::Error::source(&error);
        while let Some(inner) = source {
            let text = inner.to_string();
            // Some say what their own cause says.
            if !cause.ends_with(&text) {
                cause = format!("{cause}: {text}");
            }
            source = inner.source();
        }
        let mut failure = Self::new(kind, cause);
        failure.hint = error.hint();
        failure
    }
}
