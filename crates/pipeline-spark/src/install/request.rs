//! What is asked for: a version, places to look, and whether an install is allowed.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use pipeline_core::config::Settings;

use super::environment::Environment;
use super::{InstallError, SparkVersion};

/// The settings read by [`Request::from_settings`].
pub const KEYS: [&str; 5] = [
    "spark_home",
    "spark_version",
    "spark_install",
    "java_home",
    "python",
];

/// What [`super::find_or_install`] looks for, and where.
#[derive(Clone, Debug)]
pub struct Request {
    /// A Spark that is used whatever else there is.
    pub spark_home: Option<PathBuf>,
    /// The version it must have; a Spark of another one is passed over. An open patch (`4.3`)
    /// admits every patch. Nothing means: what is found, else [`super::DEFAULT_VERSION`].
    pub version: Option<SparkVersion>,
    /// Whether Spark or Java may be installed when they are missing.
    pub install: bool,
    /// The Java to use whatever else there is.
    pub java_home: Option<PathBuf>,
    /// The Python that is asked for `pyspark`, that makes the managed install, and that runs
    /// the jobs.
    pub python: Option<PathBuf>,
    /// The folder for managed installs; nothing means that of the environment.
    pub cache: Option<PathBuf>,
    /// The environment that is looked at and that children get.
    pub environment: Environment,
    /// Asks a running install to stop.
    pub stop: Stop,
}

impl Request {
    /// No setting at all: what the environment has, and an install is allowed unless the
    /// environment forbids it.
    ///
    /// It reads `SPARK_PIPELINE_SPARK_HOME`, `…_SPARK_VERSION`, `…_SPARK_INSTALL`,
    /// `…_JAVA_HOME` and `…_PYTHON`, as the configuration does.
    ///
    /// # Errors
    /// A version or a boolean that is none.
    pub fn from_environment() -> Result<Self, InstallError> {
        Self::from_settings(&Settings::default())
    }

    /// What these settings ask for; the environment speaks for those that are not there.
    ///
    /// # Errors
    /// A setting of the wrong type, or a version that is none.
    pub fn from_settings(settings: &Settings) -> Result<Self, InstallError> {
        Self::read(settings, Environment::of_this_process())
    }

    pub(crate) fn read(
        settings: &Settings,
        environment: Environment,
    ) -> Result<Self, InstallError> {
        let text = |key: &str| -> Result<Option<String>, InstallError> {
            match settings.get(key).map(|setting| &setting.value) {
                Some(toml::Value::String(text)) => Ok(Some(text.clone())),
                Some(other) => Err(bad(key, other, "a text")),
                None => Ok(environment.text(&variable(key))),
            }
        };
        let path = |key: &str| -> Result<Option<PathBuf>, InstallError> {
            Ok(text(key)?
                .filter(|text| !text.is_empty())
                .map(|text| environment.expand_home(&text)))
        };
        let install = match settings.get("spark_install").map(|setting| &setting.value) {
            Some(toml::Value::Boolean(allowed)) => *allowed,
            Some(toml::Value::String(text)) => boolean("spark_install", text)?,
            Some(other) => return Err(bad("spark_install", other, "true or false")),
            None => match environment.text(&variable("spark_install")) {
                Some(text) => boolean("SPARK_PIPELINE_SPARK_INSTALL", &text)?,
                None => true,
            },
        };
        let version = match text("spark_version")? {
            Some(text) if !text.is_empty() => Some(text.parse().map_err(InstallError::Version)?),
            _ => None,
        };
        Ok(Self {
            spark_home: path("spark_home")?,
            version,
            install,
            java_home: path("java_home")?,
            python: path("python")?,
            cache: None,
            environment,
            stop: Stop::default(),
        })
    }
}

/// `SPARK_PIPELINE_SPARK_HOME` of `spark_home`.
fn variable(key: &str) -> String {
    format!("SPARK_PIPELINE_{}", key.to_ascii_uppercase())
}

fn bad(key: &str, value: &toml::Value, expected: &'static str) -> InstallError {
    InstallError::Setting {
        key: key.to_owned(),
        value: value.to_string(),
        expected,
    }
}

fn boolean(key: &str, text: &str) -> Result<bool, InstallError> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "on" => Ok(true),
        "false" | "0" | "no" | "off" => Ok(false),
        _ => Err(InstallError::Setting {
            key: key.to_owned(),
            value: text.to_owned(),
            expected: "true or false",
        }),
    }
}

/// Asks whoever holds a clone of it to stop.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Asks; the install ends within a second with [`InstallError::Stopped`].
    pub fn ask(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked.
    #[must_use]
    pub fn asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use pipeline_core::config::Origin;

    use super::*;

    fn environment(variables: &[(&str, &str)]) -> Environment {
        Environment::of(variables.iter().copied())
    }

    #[test]
    fn settings_win_over_the_environment() {
        let mut settings = Settings::default();
        settings.set("spark_home", "~/spark", Origin::CommandLine);
        settings.set("spark_install", true, Origin::CommandLine);
        settings.set("spark_version", "3.5", Origin::CommandLine);
        let environment = environment(&[
            ("HOME", "/home/me"),
            ("SPARK_PIPELINE_SPARK_HOME", "/other"),
            ("SPARK_PIPELINE_SPARK_INSTALL", "false"),
            ("SPARK_PIPELINE_PYTHON", "/py"),
        ]);
        let request = Request::read(&settings, environment.clone()).unwrap();
        assert_eq!(request.spark_home, Some("/home/me/spark".into()));
        assert_eq!(request.version.unwrap().to_string(), "3.5");
        assert!(request.install);
        assert_eq!(request.python, Some("/py".into()));

        let request = Request::read(&Settings::default(), environment).unwrap();
        assert_eq!(request.spark_home, Some("/other".into()));
        assert!(!request.install);
    }

    #[test]
    fn a_setting_of_the_wrong_type_is_named_with_what_is_expected() {
        let mut settings = Settings::default();
        settings.set("spark_install", "maybe", Origin::CommandLine);
        let error = Request::read(&settings, Environment::default()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "spark_install = maybe: expected true or false"
        );

        let mut settings = Settings::default();
        settings.set("spark_version", 4.3, Origin::CommandLine);
        let error = Request::read(&settings, Environment::default()).unwrap_err();
        assert_eq!(error.to_string(), "spark_version = 4.3: expected a text");
    }
}
