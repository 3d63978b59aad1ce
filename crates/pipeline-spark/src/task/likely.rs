//! Which Spark would run the tasks: looked for without changing anything.

use std::collections::HashMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::{LazyLock, Mutex, PoisonError};

use pipeline_core::config::Settings;
use pipeline_core::failure::Failure;

use crate::install::{self, Found, InstallError, KEYS, Quiet, Request, Spark, SparkVersion};

/// What a run would find, or do to have it.
#[derive(Clone, Debug)]
pub(crate) enum Likely {
    /// It is there, with its Java.
    There(Spark),
    /// The Spark is to be installed, most likely with a Java.
    InstallsSpark(SparkVersion),
    /// The Spark is there; a Java for it is to be installed.
    InstallsJava(SparkVersion, String),
}

impl Likely {
    /// The Spark to show a command line with: a home that is not known yet is empty.
    pub(crate) fn spark(self, settings: &Settings) -> Spark {
        match self {
            Self::There(spark) => spark,
            Self::InstallsSpark(version) | Self::InstallsJava(version, _) => {
                assumed(settings, version)
            }
        }
    }
}

impl fmt::Display for Likely {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::There(spark) => spark.fmt(f),
            Self::InstallsSpark(version) => write!(
                f,
                "Spark {version} would be installed first: none was found on this machine"
            ),
            Self::InstallsJava(spark, needed) => write!(
                f,
                "a Java would be installed first: none was found that Spark {spark} runs on \
                 ({needed})"
            ),
        }
    }
}

/// The Spark that is assumed where none can be looked at.
pub(crate) fn assumed(settings: &Settings, version: SparkVersion) -> Spark {
    let request = Request::from_settings(settings);
    Spark {
        home: PathBuf::new(),
        version,
        java_home: None,
        python: request.ok().and_then(|request| request.python),
        found: Found::Managed,
    }
}

/// What says which Spark is meant.
type Wanted = Vec<(String, String)>;

/// The Spark that would run a task with these settings: looked for once for each way in which
/// settings ask for one, since a plan may have 100,000 tasks.
///
/// # Errors
/// What a run could not but fail with: a Spark or a Java that is named and cannot be used, or
/// none while an install is not allowed.
#[allow(clippy::result_large_err)] // as the engine's trait has it
pub(crate) fn look(settings: &Settings) -> Result<Likely, Failure> {
    // A thread that panicked while looking left nothing half-done.
    let mut found = FOUND.lock().unwrap_or_else(PoisonError::into_inner);
    found
        .entry(wanted(settings))
        .or_insert_with(|| {
            let request = Request::from_settings(settings)?;
            Ok(look_for(&request)?)
        })
        .clone()
}

/// The Spark that was found by [`look`], if it was asked and found one.
pub(crate) fn known(settings: &Settings) -> Option<Spark> {
    let found = FOUND.lock().unwrap_or_else(PoisonError::into_inner);
    match found.get(&wanted(settings)) {
        Some(Ok(Likely::There(spark))) => Some(spark.clone()),
        _ => None,
    }
}

static FOUND: LazyLock<Mutex<HashMap<Wanted, Result<Likely, Failure>>>> =
    LazyLock::new(Mutex::default);

fn wanted(settings: &Settings) -> Wanted {
    KEYS.iter()
        .filter_map(|key| Some(((*key).to_owned(), settings.get(key)?.value.to_string())))
        .collect()
}

fn look_for(request: &Request) -> Result<Likely, InstallError> {
    match install::find(request, &mut Quiet) {
        Ok(spark) => Ok(Likely::There(spark)),
        Err(InstallError::NotFound { .. }) if request.install => {
            let version = request.version.clone();
            let version = version.map_or_else(SparkVersion::default_version, |it| it.exact());
            Ok(Likely::InstallsSpark(version))
        }
        Err(InstallError::NoJava { spark, needed, .. }) if request.install => {
            Ok(Likely::InstallsJava(spark, needed))
        }
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use pipeline_core::config::Origin;
    use pipeline_core::failure::FailureKind;

    use super::*;

    fn told(settings: &[(&str, &str)]) -> Failure {
        let mut all = Settings::default();
        for (key, value) in settings {
            all.set(*key, *value, Origin::CommandLine);
        }
        look(&all).expect_err("a run could not start")
    }

    #[test]
    fn what_would_stop_a_run_is_told_in_the_words_of_the_run() {
        let nowhere = told(&[("spark_home", "/no/such/spark")]);
        assert_eq!(nowhere.kind, FailureKind::Environment);
        assert_eq!(
            nowhere.cause,
            "spark_home = /no/such/spark is no Spark: it is not there"
        );
        assert!(nowhere.hint.is_some());
        for version in ["5.0", "3.4.1"] {
            let told = told(&[("spark_version", version), ("spark_install", "false")]);
            assert!(
                told.cause.starts_with(&format!("Spark {version} "))
                    && told.cause.contains("is not supported"),
                "{}",
                told.cause
            );
        }
    }

    #[test]
    fn a_spark_that_is_missing_is_installed_where_that_is_allowed() {
        let empty = tempfile::tempdir().expect("a folder");
        let cache = empty.path().to_str().expect("UTF-8");
        let environment = install::Environment::of([("PATH", cache), ("HOME", cache)]);
        let mut request = Request::from_settings(&Settings::default()).expect("a request");
        request = Request {
            spark_home: None,
            version: None,
            install: true,
            java_home: None,
            python: None,
            environment,
            ..request
        };
        let likely = look_for(&request).expect("it would be installed");
        let default = SparkVersion::default_version();
        assert_eq!(
            likely.to_string(),
            format!("Spark {default} would be installed first: none was found on this machine")
        );
        request.install = false;
        let error = look_for(&request).expect_err("not allowed");
        assert!(error.to_string().contains("switched off"), "{error}");
    }
}
