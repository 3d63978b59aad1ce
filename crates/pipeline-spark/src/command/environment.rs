//! The environment of the child: what the caller's says of another job stays behind.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

use pipeline_core::failure::{Failure, FailureKind};

use super::{python, submit_opts};
use crate::SparkApplication;
use crate::install::Spark;

/// Variables beyond those of the table by which one application would hand its own settings
/// to another: options for the driver of a notebook, the connection of a driver to its JVM or
/// to a launcher, and the switches of Spark Connect.
const OF_ANOTHER_APPLICATION: &[&str] = &[
    "PYSPARK_SUBMIT_ARGS",
    "SPARKR_SUBMIT_ARGS",
    "PYSPARK_DRIVER_PYTHON_OPTS",
    "PYSPARK_GATEWAY_PORT",
    "PYSPARK_GATEWAY_SECRET",
    "PYSPARK_REMOTE_INIT_CONF_LEN",
    "SPARK_API_MODE",
    "SPARK_CONNECT_MODE",
    "SPARK_CONNECT_MODE_ENABLED",
    "SPARK_LOCAL_REMOTE",
    "SPARK_CONNECT_LOCAL_URL",
    "_SPARK_LAUNCHER_PORT",
    "_SPARK_LAUNCHER_SECRET",
];

/// Variables with options for a Java: Spark's launcher reads the first (`SparkSubmitCommandBuilder`),
/// every JVM the others. A property `spark.…` of the JVM is one of the application (`SparkConf`),
/// and an `-Xmx` in `_JAVA_OPTIONS` is stronger than the one that Spark's launcher gives.
const JAVA_OPTIONS: &[&str] = &[
    "SPARK_SUBMIT_OPTS",
    "JAVA_TOOL_OPTIONS",
    "JDK_JAVA_OPTIONS",
    "_JAVA_OPTIONS",
];

/// What surrounds a command: the caller's variables and folder.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// The caller's variables.
    pub variables: BTreeMap<String, OsString>,
    /// The folder that relative paths are looked up from.
    pub dir: PathBuf,
}

impl Surroundings {
    /// Those of this process. Variables whose names are not UTF-8 are of no concern to Spark.
    #[must_use]
    pub fn of_process() -> Self {
        Self {
            variables: std::env::vars_os()
                .filter_map(|(name, value)| Some((name.into_string().ok()?, value)))
                .collect(),
            dir: std::env::current_dir().unwrap_or_else(|_| PathBuf::from(".")),
        }
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.variables.get(name)?.to_str()
    }
}

/// How the child's environment differs from the caller's. Everything else is inherited.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Environment {
    /// Variables that are set.
    pub set: BTreeMap<String, String>,
    /// Variables that are taken out, whether the caller has them or not.
    pub removed: BTreeSet<String>,
}

/// Names only: a value may be a secret.
impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Environment")
            .field("set", &self.set.keys())
            .field("removed", &self.removed)
            .finish()
    }
}

/// Makes the environment. `carries_unicode` says that the command line has other than ASCII.
pub(super) fn build(
    application: &SparkApplication,
    spark: &Spark,
    surroundings: &Surroundings,
    carries_unicode: bool,
) -> Result<Environment, Failure> {
    for (name, value) in &application.env {
        check(name, value)?;
    }
    let mut set = BTreeMap::new();
    if !spark.home.as_os_str().is_empty() {
        set.insert("SPARK_HOME".to_owned(), spark.home.display().to_string());
    }
    if let Some(java_home) = &spark.java_home {
        set.insert("JAVA_HOME".to_owned(), java_home.display().to_string());
    }
    // Java takes its arguments in the encoding of the locale: in `C` or `POSIX`, common in
    // containers, everything that is not ASCII would arrive as `?`.
    if carries_unicode && !is_utf8_locale(surroundings) {
        set.insert("LC_ALL".to_owned(), "C.UTF-8".to_owned());
    }
    let mut removed: BTreeSet<_> = spark_options::variables()
        .into_iter()
        .chain(OF_ANOTHER_APPLICATION.iter().copied())
        .map(str::to_owned)
        .collect();
    for name in JAVA_OPTIONS {
        let options = surroundings.text(name).unwrap_or_default();
        match submit_opts::without_settings(options) {
            Some(rest) if rest.is_empty() => {
                removed.insert((*name).to_owned());
            }
            Some(rest) => {
                set.insert((*name).to_owned(), rest);
            }
            None => {}
        }
    }
    let mut environment = Environment { set, removed };
    python::choose(application, spark, surroundings, &mut environment);
    let Environment { set, removed } = &mut environment;
    set.extend(application.env.clone());
    removed.retain(|name| !set.contains_key(name));
    Ok(environment)
}

fn check(name: &str, value: &str) -> Result<(), Failure> {
    if name.is_empty() || name.contains(['=', '\0']) || value.contains('\0') {
        return Err(Failure::new(
            FailureKind::Configuration,
            format!("`{name}` cannot be set in `env`: a name has no `=`, and nothing has a NUL"),
        ));
    }
    Ok(())
}

/// Whether Java will take arguments as UTF-8: the first of these that is set decides. On macOS
/// it always does.
fn is_utf8_locale(surroundings: &Surroundings) -> bool {
    if cfg!(target_os = "macos") {
        return true;
    }
    ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .filter_map(|name| surroundings.text(name))
        .find(|value| !value.is_empty())
        .is_some_and(|value| {
            let value = value.to_ascii_lowercase();
            value.contains("utf-8") || value.contains("utf8")
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::MainResource;
    use crate::install::{Found, SparkVersion};

    fn spark() -> Spark {
        Spark {
            home: "/spark".into(),
            version: SparkVersion {
                major: 4,
                minor: 3,
                rest: "0".into(),
            },
            java_home: Some("/java".into()),
            python: None,
            found: Found::SparkHome,
        }
    }

    fn application() -> SparkApplication {
        SparkApplication::new(MainResource::Python {
            path: "a.py".into(),
        })
    }

    fn given(variables: &[(&str, &str)]) -> Surroundings {
        Surroundings {
            variables: variables
                .iter()
                .map(|(k, v)| ((*k).to_owned(), (*v).into()))
                .collect(),
            dir: "/".into(),
        }
    }

    fn environment(application: &SparkApplication, variables: &[(&str, &str)]) -> Environment {
        build(application, &spark(), &given(variables), false).expect("an environment")
    }

    #[test]
    fn the_callers_environment_does_not_change_a_job() {
        let environment = environment(&application(), &[("MASTER", "yarn")]);
        for name in [
            "MASTER",
            "DEPLOY_MODE",
            "SPARK_DRIVER_MEMORY",
            "SPARK_EXECUTOR_MEMORY",
            "SPARK_EXECUTOR_CORES",
            "SPARK_YARN_APP_NAME",
            "SPARK_REMOTE",
            "PYSPARK_SUBMIT_ARGS",
        ] {
            assert!(environment.removed.contains(name), "{name}");
        }
        assert_eq!(environment.set["SPARK_HOME"], "/spark");
        assert_eq!(environment.set["JAVA_HOME"], "/java");
    }

    #[test]
    fn what_the_author_sets_is_set() {
        let application = application()
            .env("SPARK_EXECUTOR_MEMORY", "2g")
            .env("HADOOP_CONF_DIR", "/c")
            .env("JAVA_HOME", "/other");
        let environment = environment(&application, &[]);
        assert_eq!(environment.set["SPARK_EXECUTOR_MEMORY"], "2g");
        assert!(!environment.removed.contains("SPARK_EXECUTOR_MEMORY"));
        assert_eq!(environment.set["HADOOP_CONF_DIR"], "/c");
        assert_eq!(environment.set["JAVA_HOME"], "/other");
    }

    #[test]
    fn spark_submit_opts_keep_what_is_the_machines() {
        let opts = |text| environment(&application(), &[("SPARK_SUBMIT_OPTS", text)]);
        let kept = opts("-Dhttps.proxyHost=p -Dspark.master=x");
        assert_eq!(kept.set["SPARK_SUBMIT_OPTS"], "-Dhttps.proxyHost=p");
        assert!(
            opts("-Dspark.a=b").removed.contains("SPARK_SUBMIT_OPTS"),
            "nothing is left of it"
        );
        let untouched = opts("-Dhttps.proxyHost=p");
        assert!(!untouched.set.contains_key("SPARK_SUBMIT_OPTS"));
        assert!(!untouched.removed.contains("SPARK_SUBMIT_OPTS"));
    }

    #[test]
    fn the_options_of_every_java_lose_what_is_a_setting_of_spark() {
        for name in ["JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"] {
            let set = |text| environment(&application(), &[(name, text)]);
            let kept = set("-Dspark.sql.ansi.enabled=true -Djavax.net.ssl.trustStore=/t -Xmx9g");
            assert_eq!(kept.set[name], "-Djavax.net.ssl.trustStore=/t", "{name}");
            assert!(set("-Dspark.a=b").removed.contains(name), "{name}");
            let untouched = set("-Djavax.net.ssl.trustStore=/t");
            assert!(!untouched.set.contains_key(name), "{name}");
            assert!(!untouched.removed.contains(name), "{name}");
            let own = application().env(name, "-Dspark.a=b");
            let own = environment(&own, &[(name, "-Dspark.c=d")]);
            assert_eq!(own.set[name], "-Dspark.a=b", "the author's own stays");
        }
    }

    #[test]
    fn unicode_gets_a_locale_that_carries_it() {
        let locale = |variables: &[(&str, &str)], unicode| {
            let environment = build(&application(), &spark(), &given(variables), unicode);
            environment
                .expect("an environment")
                .set
                .get("LC_ALL")
                .cloned()
        };
        if cfg!(target_os = "linux") {
            assert_eq!(locale(&[("LANG", "C")], true).as_deref(), Some("C.UTF-8"));
            assert_eq!(
                locale(&[("LANG", "de_DE.UTF-8"), ("LC_ALL", "POSIX")], true).as_deref(),
                Some("C.UTF-8")
            );
            assert_eq!(locale(&[], true).as_deref(), Some("C.UTF-8"));
        }
        assert_eq!(locale(&[("LANG", "de_DE.UTF-8")], true), None);
        assert_eq!(locale(&[("LANG", "C")], false), None);
    }

    #[test]
    fn a_name_that_cannot_be_a_variable_is_an_error() {
        let application = application().env("A=B", "c");
        assert!(build(&application, &spark(), &given(&[]), false).is_err());
    }
}
