//! Why no Spark could be had, and what to do about it.

use std::io;
use std::path::PathBuf;

use pipeline_core::failure::{Failure, FailureKind};

use super::version::{NoVersion, SUPPORTED};
use super::{DEFAULT_VERSION, SparkVersion};

/// Why no Spark could be found or installed. `Display` is the cause in one line; [`Self::hint`]
/// says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InstallError {
    /// The setting `spark_version` is no version.
    #[error("spark_version: {0}")]
    Version(NoVersion),
    /// A setting has a value of the wrong type.
    #[error("{key} = {value}: expected {expected}")]
    Setting {
        /// The setting or the variable.
        key: String,
        /// Its value.
        value: String,
        /// What it must be.
        expected: &'static str,
    },
    /// A folder that was named is no Spark.
    #[error("{named_by} = {} is no Spark: it {why}", path.display())]
    NoHome {
        /// The setting or the variable that names it.
        named_by: &'static str,
        /// The folder.
        path: PathBuf,
        /// What is wrong, to be read after the folder's name.
        why: String,
    },
    /// A version that is not supported.
    #[error("Spark {version} ({of}) is not supported; supported are {SUPPORTED}")]
    Unsupported {
        /// The version.
        version: SparkVersion,
        /// What it is the version of.
        of: String,
    },
    /// `spark_home` and `spark_version` contradict each other.
    #[error("spark_home = {} is Spark {found}, but spark_version asks for {wanted}", path.display())]
    OtherVersion {
        /// The folder.
        path: PathBuf,
        /// Its version.
        found: SparkVersion,
        /// The version that is asked for.
        wanted: SparkVersion,
    },
    /// There is no Spark, and an install is not allowed.
    #[error("no {wanted} was found, and installing it is switched off")]
    NotFound {
        /// What was asked for: `Spark 4.3.0`, `supported Spark (…)`.
        wanted: String,
        /// Where it was looked for, and what was there.
        looked: Vec<String>,
    },
    /// There is no Java for this Spark, and an install is not allowed.
    #[error("no Java {needed} was found for Spark {spark}, and installing it is switched off")]
    NoJava {
        /// The Spark.
        spark: SparkVersion,
        /// `17 or newer`.
        needed: String,
        /// Where it was looked for, and what was there.
        looked: Vec<String>,
    },
    /// The setting `java_home` names a Java that cannot be used.
    #[error("java_home = {}: {why}", path.display())]
    BadJava {
        /// The folder.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// There is no Python at all.
    #[error("{package} cannot be installed: no python3 was found")]
    NoPython {
        /// What was to be installed.
        package: String,
        /// What was tried, and how it answered.
        looked: Vec<String>,
    },
    /// Every Python is too old.
    #[error("{package} needs Python {}.{} or newer; found {found}", needed.0, needed.1)]
    OldPython {
        /// What was to be installed.
        package: String,
        /// The oldest Python that it takes.
        needed: (u16, u16),
        /// The Pythons that were found, with their versions.
        found: String,
    },
    /// The setting `python` names no usable Python.
    #[error("python = {}: {why}", path.display())]
    BadPython {
        /// The program.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// This Python lacks the module that makes virtual environments.
    #[error("{} cannot make a virtual environment: its module {module} is missing", python.display())]
    NoVenv {
        /// The Python.
        python: PathBuf,
        /// `venv` or `ensurepip`.
        module: &'static str,
        /// The Debian package that has it: `python3.11-venv`.
        package: String,
    },
    /// There is no folder to install into.
    #[error("there is no folder to install into: neither HOME nor XDG_CACHE_HOME is set")]
    NoCache,
    /// A file or folder could not be used.
    #[error("cannot {what} {}: {source}", path.display())]
    Io {
        /// What was to be done: `create`, `lock`.
        what: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A step of the install failed.
    #[error("installing {package} failed: {cause}")]
    Failed {
        /// What was to be installed: `pyspark 4.3.0`.
        package: String,
        /// The line that tells most, usually pip's own error.
        cause: String,
        /// The last lines that the step printed.
        last_lines: Vec<String>,
        /// Where everything that it printed is kept.
        log: PathBuf,
        /// What may help.
        hint: Option<String>,
    },
    /// It was asked to stop.
    #[error("installing {package} was stopped")]
    Stopped {
        /// What was to be installed.
        package: String,
    },
}

impl InstallError {
    pub(crate) fn io(what: &'static str, path: impl Into<PathBuf>, source: io::Error) -> Self {
        Self::Io {
            what,
            path: path.into(),
            source,
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Version(_) | Self::Setting { .. } | Self::Stopped { .. } => return None,
            Self::NoHome { named_by, .. } => format!(
                "set {named_by} to the folder with bin/spark-submit and jars, or remove it: \
                 then another Spark is looked for, and installed if there is none"
            ),
            Self::Unsupported { .. } => format!(
                "name another Spark, or set spark_version = \"{DEFAULT_VERSION}\" to have that \
                 one found or installed"
            ),
            Self::OtherVersion { .. } => "remove one of the two settings".to_owned(),
            Self::NotFound { .. } => format!(
                "set SPARK_HOME (or spark_home) to a Spark ({SUPPORTED} are supported), or allow the install: \
                 spark_install = true, or SPARK_PIPELINE_SPARK_INSTALL=true"
            ),
            Self::NoJava { needed, .. } => format!(
                "set JAVA_HOME (or java_home) to a Java {needed}, or allow the install: \
                 spark_install = true, or SPARK_PIPELINE_SPARK_INSTALL=true"
            ),
            Self::BadJava { .. } => {
                "set java_home to a folder with bin/java, or remove it: then another Java is \
                 looked for"
                    .to_owned()
            }
            Self::NoPython { .. } => {
                "install Python 3, or name one: python = \"/path/to/python3\"; or set SPARK_HOME \
                 and JAVA_HOME to what is there already"
                    .to_owned()
            }
            Self::OldPython { needed, .. } => format!(
                "install a newer Python, or name one: python = \"/path/to/python{}.{}\"; or \
                 choose an older Spark: spark_version",
                needed.0, needed.1
            ),
            Self::BadPython { .. } => {
                "set python to a Python 3, or remove it: then python3 on the PATH is used"
                    .to_owned()
            }
            Self::NoVenv { package, .. } => format!(
                "install {package} (on Debian and Ubuntu: `apt install {package}`), or name \
                 another Python: python = \"/path/to/python3\""
            ),
            Self::NoCache => "set SPARK_PIPELINE_CACHE to a folder of yours".to_owned(),
            Self::Io { source, .. } => match source.kind() {
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                    "set SPARK_PIPELINE_CACHE to a folder that you may write to".to_owned()
                }
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => NO_SPACE.to_owned(),
                _ => return None,
            },
            Self::Failed { hint, .. } => return hint.clone(),
        })
    }

    /// What was looked at, line by line.
    #[must_use]
    pub fn looked(&self) -> &[String] {
        match self {
            Self::NotFound { looked, .. }
            | Self::NoJava { looked, .. }
            | Self::NoPython { looked, .. } => looked,
            _ => &[],
        }
    }
}

/// What to do when the disk is full. An install takes about 1.5 GB while it runs.
pub(crate) const NO_SPACE: &str = "the disk is full: an install of Spark needs about 2 GB while it runs and 500 MB after; make \
     room, or set SPARK_PIPELINE_CACHE to a folder on another disk";

impl From<InstallError> for Failure {
    fn from(error: InstallError) -> Self {
        let kind = match &error {
            InstallError::Version(_)
            | InstallError::Setting { .. }
            | InstallError::OtherVersion { .. } => FailureKind::Configuration,
            InstallError::Stopped { .. } => FailureKind::Stopped,
            _ => FailureKind::Environment,
        };
        let mut failure = Failure::new(kind, error.to_string());
        failure.hint = error.hint();
        failure.context = error.looked().to_vec();
        if let InstallError::Failed {
            last_lines, log, ..
        } = error
        {
            failure.last_lines = last_lines;
            failure.log = Some(log);
        }
        failure
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forbidden_install_says_what_to_set() {
        let error = InstallError::NotFound {
            wanted: "Spark 4.3.0".to_owned(),
            looked: vec!["SPARK_HOME: not set".to_owned()],
        };
        let failure = Failure::from(error);
        assert_eq!(failure.kind, FailureKind::Environment);
        let hint = failure.hint.unwrap_or_default();
        for word in [
            "SPARK_HOME",
            "spark_install = true",
            "SPARK_PIPELINE_SPARK_INSTALL=true",
        ] {
            assert!(hint.contains(word), "{hint}");
        }
        assert_eq!(failure.context, ["SPARK_HOME: not set"]);
    }
}
