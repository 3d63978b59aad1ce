//! Where an application runs: decided here once, for the command line, its checks and the
//! verdict on how it ended.
//!
//! SparkSubmit takes the flag, then the property of `--conf`, then that of the files of
//! properties, then the variable (`SparkSubmitArguments`). The application is normalised, so the
//! first two are one; what a file says becomes the flag, so that nothing can change in between;
//! and the variables are taken out of the caller's environment and refused in `env`. What is
//! left unseen is a variable that Spark's own `conf/spark-env.sh` exports.

use std::fmt;

use pipeline_core::failure::Failure;
use spark_options::{DeployMode, Manager};

use super::secrets::{self, Files};
use super::words::configuration;
use super::{Map, Surroundings};
use crate::SparkApplication;
use crate::application::OptionValue;
use crate::install::Spark;

/// Spark's own default.
const LOCAL: &str = "local[*]";

/// Where an application runs, and every property that it is submitted with.
#[derive(Clone, PartialEq, Eq)]
pub struct Destination {
    /// The master: as declared, or as a file of properties says, or Spark's default.
    pub master: String,
    /// Where the driver runs.
    pub deploy_mode: DeployMode,
    /// What the files of properties say, and the declared properties over it.
    properties: Map,
}

/// Names only: a value may be a secret.
impl fmt::Debug for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Destination")
            .field("master", &self.master)
            .field("deploy_mode", &self.deploy_mode)
            .field("properties", &self.properties.keys())
            .finish()
    }
}

impl Destination {
    /// The manager of the master.
    ///
    /// # Errors
    /// The master is none that we know.
    pub fn manager(&self) -> Result<Manager, Failure> {
        Manager::of(&self.master).ok_or_else(|| {
            configuration(format!("`{}` is not a master", self.master)).hint(
                "a master is `local[*]`, `spark://host:7077`, `yarn`, or `k8s://https://host:443`",
            )
        })
    }

    /// A property that no option sets, as the application will be submitted with it.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&str> {
        self.properties.get(name).map(|value| value.trim())
    }

    pub(super) fn properties(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.properties.iter();
        pairs.map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// Finds out where a normalised application runs, and sets what only a file says as the option.
pub(super) fn resolve(
    application: &mut SparkApplication,
    spark: &Spark,
    surroundings: &Surroundings,
    files: Files,
) -> Result<Destination, Failure> {
    let mut properties = match files {
        Files::Read => secrets::inherited(application, spark, surroundings),
        Files::Leave => Map::new(),
    };
    // A Spark Connect server has a master of its own, and SparkSubmit refuses a second.
    let is_remote =
        application.options.contains_key("remote") || properties.contains_key("spark.remote");
    if !is_remote {
        for (key, property) in [
            ("master", "spark.master"),
            ("deploy_mode", "spark.submit.deployMode"),
        ] {
            let said = properties.get(property).filter(|text| !text.is_empty());
            if let (false, Some(text)) = (application.options.contains_key(key), said) {
                let value = OptionValue::text(text);
                application.options.insert(key.to_owned(), value);
            }
        }
    }
    properties.extend(application.conf.clone());
    Ok(Destination {
        master: application.text("master").unwrap_or(LOCAL).to_owned(),
        deploy_mode: application.deploy_mode(),
        properties,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::application::MainResource;
    use crate::command::{CommandLine, build_in};
    use crate::install::Found;

    fn jar() -> SparkApplication {
        SparkApplication::new(MainResource::Jar {
            path: "s3://b/a.jar".into(),
        })
    }

    fn built(
        application: &SparkApplication,
        defaults: &str,
        variables: &[(&str, String)],
    ) -> Result<CommandLine, Failure> {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join("conf")).unwrap();
        std::fs::write(home.path().join("conf/spark-defaults.conf"), defaults).unwrap();
        let spark = Spark {
            home: home.path().to_owned(),
            version: "4.3.0".parse().unwrap(),
            java_home: None,
            python: None,
            found: Found::SparkHome,
        };
        let variables = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.into()))
            .collect();
        let dir = home.path().to_owned();
        build_in(application, &spark, &Surroundings { variables, dir })
    }

    fn place(line: &CommandLine) -> (&str, DeployMode) {
        (&line.destination.master, line.destination.deploy_mode)
    }

    #[test]
    fn whichever_way_the_mode_is_declared_the_verdict_and_the_argv_know_it() {
        let by_option = jar()
            .option("master", OptionValue::text("spark://h:7077"))
            .option("deploy_mode", OptionValue::text("cluster"));
        let by_property = jar()
            .conf("spark.master", "spark://h:7077")
            .conf("spark.submit.deployMode", "cluster");
        for application in [by_option, by_property] {
            let line = built(&application, "", &[]).unwrap();
            assert_eq!(place(&line), ("spark://h:7077", DeployMode::Cluster));
            let words = line.arguments(None);
            assert_eq!(
                words[..4],
                ["--master", "spark://h:7077", "--deploy-mode", "cluster"]
            );
        }
    }

    #[test]
    fn what_the_defaults_say_is_honoured_and_passed_on_unless_it_is_declared() {
        let defaults = "spark.master spark://d:7077\nspark.submit.deployMode cluster\n\
            spark.master.rest.enabled true\n";
        let line = built(&jar(), defaults, &[]).unwrap();
        assert_eq!(place(&line), ("spark://d:7077", DeployMode::Cluster));
        assert_eq!(
            line.destination.property("spark.master.rest.enabled"),
            Some("true")
        );
        assert_eq!(
            line.arguments(None)[..4],
            ["--master", "spark://d:7077", "--deploy-mode", "cluster"]
        );
        let declared = jar().conf("spark.submit.deployMode", "client");
        let line = built(&declared, defaults, &[]).unwrap();
        assert_eq!(place(&line), ("spark://d:7077", DeployMode::Client));
        // The checks see it as well.
        let local = jar().option("master", OptionValue::text("local[1]"));
        assert!(
            built(&local, defaults, &[])
                .unwrap_err()
                .cause
                .contains("cluster mode has no meaning")
        );
    }

    #[test]
    fn the_defaults_are_those_of_the_folder_that_spark_will_read() {
        let other = tempfile::tempdir().unwrap();
        std::fs::write(
            other.path().join("spark-defaults.conf"),
            b"spark.x \xff\nspark.master yarn\n",
        )
        .unwrap();
        let dir = other.path().display().to_string();
        let line = built(
            &jar(),
            "spark.master spark://d:7077",
            &[("SPARK_CONF_DIR", dir)],
        )
        .unwrap();
        assert_eq!(line.destination.master, "yarn");
        // A file that is named takes the place of the defaults.
        let named = other.path().join("mine.conf");
        std::fs::write(&named, "spark.submit.deployMode client\n").unwrap();
        let application = jar().option(
            "properties_file",
            OptionValue::text(named.display().to_string()),
        );
        let line = built(
            &application,
            "spark.master yarn\nspark.submit.deployMode cluster",
            &[],
        )
        .unwrap();
        assert_eq!(place(&line), (LOCAL, DeployMode::Client));
    }

    #[test]
    fn nothing_is_added_where_nobody_says_anything() {
        let line = built(&jar(), "spark.ui.port 4050", &[]).unwrap();
        assert_eq!(place(&line), (LOCAL, DeployMode::Client));
        assert_eq!(line.arguments(None), ["s3://b/a.jar"]);
        let remote = jar().option("remote", OptionValue::text("sc://h:15002"));
        let line = built(&remote, "spark.master yarn", &[]).unwrap();
        assert!(!line.arguments(None).contains(&"--master".to_owned()));
    }

    #[test]
    fn a_variable_that_says_where_it_runs_is_refused_with_the_key_to_write() {
        for (variable, key) in [
            ("MASTER", "master"),
            ("DEPLOY_MODE", "deploy_mode"),
            ("SPARK_REMOTE", "remote"),
        ] {
            let failure = built(&jar().env(variable, "x"), "", &[]).unwrap_err();
            assert!(failure.cause.contains(variable), "{failure}");
            assert!(
                failure
                    .hint
                    .unwrap()
                    .starts_with(&format!("write `{key} = "))
            );
        }
    }
}
