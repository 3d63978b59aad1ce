//! Which Python runs drivers and executors.

use std::path::Path;

use spark_options::{DeployMode, Manager};

use super::{Environment, Surroundings};
use crate::SparkApplication;
use crate::install::Spark;

const BOTH: &str = "PYSPARK_PYTHON";
const DRIVER: &str = "PYSPARK_DRIVER_PYTHON";

/// Sets the variables by which Spark finds its Python. What `env` says is laid over it later.
///
/// - A Python of the setting `python` runs drivers and executors.
/// - One that was only found together with this Spark (the `pyspark` of an environment, a
///   managed install) gives way to the caller's `PYSPARK_PYTHON`. It lies on this machine: where
///   executors run elsewhere they are left their own `python3`.
/// - Without either the caller's variables stand, but for a `PYSPARK_DRIVER_PYTHON` that is
///   meant for the `pyspark` shell and would open the application in a notebook.
pub(super) fn choose(
    application: &SparkApplication,
    spark: &Spark,
    surroundings: &Surroundings,
    environment: &mut Environment,
) {
    let callers = |name: &str| surroundings.text(name).filter(|value| !value.is_empty());
    let declared = application.env.contains_key(BOTH);
    let found = spark.python.as_deref().filter(|_| !declared);
    match found {
        Some(python) if !comes_with(python, &spark.home) => {
            set(environment, BOTH, python);
            environment.removed.insert(DRIVER.to_owned());
        }
        Some(python) if callers(BOTH).is_none() => {
            environment.removed.insert(DRIVER.to_owned());
            if executors_are_here(application.master()) {
                set(environment, BOTH, python);
            } else if application.deploy_mode() == DeployMode::Client {
                environment.removed.remove(DRIVER);
                set(environment, DRIVER, python);
            }
        }
        _ if declared || callers(DRIVER).is_some_and(is_shell_for_people) => {
            environment.removed.insert(DRIVER.to_owned());
        }
        _ => {}
    }
}

fn set(environment: &mut Environment, name: &str, python: &Path) {
    let python = python.display().to_string();
    environment.set.insert(name.to_owned(), python);
}

/// Whether a Spark is a package of this Python: `V/lib/python3.11/site-packages/pyspark` of
/// `V/bin/python`.
fn comes_with(python: &Path, home: &Path) -> bool {
    let prefix = python.parent().and_then(Path::parent);
    let is_package = home
        .iter()
        .any(|part| part == "site-packages" || part == "dist-packages");
    is_package && prefix.is_some_and(|prefix| home.starts_with(prefix))
}

/// Whether executors run on this machine, as far as the master tells.
fn executors_are_here(master: Option<&str>) -> bool {
    let Some(master) = master else {
        return true;
    };
    match Manager::of(master) {
        Some(Manager::Local) => true,
        Some(Manager::Standalone) => {
            let hosts = master.trim_start_matches("spark://").split(',');
            let is_here = |host: &str| {
                ["localhost:", "127.", "[::1]:"]
                    .iter()
                    .any(|here| host.starts_with(here))
            };
            hosts.into_iter().all(is_here)
        }
        _ => false,
    }
}

/// Whether a `PYSPARK_DRIVER_PYTHON` is meant for the `pyspark` shell (`jupyter`, `ipython`).
fn is_shell_for_people(program: &str) -> bool {
    let name = program.rsplit('/').next().unwrap_or(program);
    ["jupyter", "ipython", "ptpython", "bpython", "notebook"]
        .iter()
        .any(|shell| name.starts_with(shell))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::application::{MainResource, OptionValue};
    use crate::install::Found;

    /// What becomes of the two variables: set, removed, or left to the caller.
    fn chosen(
        python: Option<&str>,
        master: &str,
        mode: &str,
        callers: &[(&str, &str)],
    ) -> [Option<String>; 2] {
        let spark = Spark {
            home: "/venv/lib/python3.11/site-packages/pyspark".into(),
            version: crate::install::SparkVersion::default_version(),
            java_home: None,
            python: python.map(Into::into),
            found: Found::Managed,
        };
        let application = SparkApplication::new(MainResource::Python {
            path: "a.py".into(),
        })
        .option("master", OptionValue::text(master))
        .option("deploy_mode", OptionValue::text(mode));
        let surroundings = Surroundings {
            variables: callers
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).into()))
                .collect::<BTreeMap<_, _>>(),
            dir: "/".into(),
        };
        let mut environment = Environment::default();
        choose(&application, &spark, &surroundings, &mut environment);
        [BOTH, DRIVER].map(|name| {
            let set = environment.set.get(name).cloned();
            let removed = environment.removed.contains(name);
            assert!(!(removed && set.is_some()), "{name}");
            set.or_else(|| removed.then(|| "removed".to_owned()))
        })
    }

    fn text(values: [Option<&str>; 2]) -> [Option<String>; 2] {
        values.map(|value| value.map(str::to_owned))
    }

    const ITS_OWN: Option<&str> = Some("/venv/bin/python");
    const NAMED: Option<&str> = Some("/opt/python/bin/python3.11");

    #[test]
    fn the_python_that_was_named_runs_everything_everywhere() {
        for (master, mode) in [
            ("local[2]", "client"),
            ("yarn", "client"),
            ("yarn", "cluster"),
        ] {
            let callers = [(BOTH, "/other"), (DRIVER, "/another")];
            assert_eq!(
                chosen(NAMED, master, mode, &callers),
                text([NAMED, Some("removed")])
            );
        }
    }

    #[test]
    fn the_python_of_the_spark_stays_on_this_machine() {
        for master in ["local[2]", "spark://127.0.0.1:7077", "spark://localhost:1"] {
            let here = chosen(ITS_OWN, master, "client", &[]);
            assert_eq!(here, text([ITS_OWN, Some("removed")]), "{master}");
        }
        for master in ["yarn", "k8s://https://h", "spark://far:7077"] {
            let away = chosen(ITS_OWN, master, "client", &[]);
            assert_eq!(away, text([None, ITS_OWN]), "{master}");
            let cluster = chosen(ITS_OWN, master, "cluster", &[]);
            assert_eq!(cluster, text([None, Some("removed")]), "{master}");
        }
    }

    #[test]
    fn the_callers_python_stands_where_none_was_named() {
        let callers = [(BOTH, "/mine"), (DRIVER, "/mine/too")];
        for python in [None, ITS_OWN] {
            assert_eq!(chosen(python, "local[2]", "client", &callers), [None, None]);
        }
    }

    #[test]
    fn a_notebook_is_not_the_drivers_python() {
        let notebook = [(DRIVER, "/usr/bin/jupyter-lab")];
        let removed = text([None, Some("removed")]);
        assert_eq!(chosen(None, "local[2]", "client", &notebook), removed);
        let python = [(DRIVER, "/opt/venv/bin/python3.11")];
        assert_eq!(chosen(None, "local[2]", "client", &python), [None, None]);
    }
}
