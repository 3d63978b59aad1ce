//! One canonical form for each setting: an option and its `spark.*` twin are never both given.

use pipeline_core::failure::{Failure, FailureKind};
use pipeline_core::suggest;
use spark_options::{DeployMode, Kind, OPTIONS, SparkOption, by_key, by_property};

use super::{OptionValue, SparkApplication};
use crate::settings;

impl SparkApplication {
    /// The same application with every setting in its one form: a property that an option
    /// sets (`spark.driver.memory`) becomes that option, if its value fits the option's
    /// grammar; Spark takes some values as properties that it does not take as flags, and
    /// those stay as they are.
    ///
    /// What decides where the application runs (`spark.master`, `spark.submit.deployMode`,
    /// `spark.remote`) and what it is called always becomes an option.
    ///
    /// # Errors
    /// An option that spark-submit does not have, or something that is set twice; the error
    /// names both.
    pub fn normalise(mut self) -> Result<Self, Failure> {
        for key in self.options.keys() {
            known(key)?;
        }
        self.refuse_twins()?;
        let twins: Vec<_> = self
            .conf
            .keys()
            .filter_map(|property| Some((property.clone(), by_property(property)?)))
            .filter(|(_, option)| option.settable)
            .collect();
        for (property, option) in twins {
            let Some(text) = self.conf.get(&property) else {
                continue;
            };
            let folds = match option.kind {
                Kind::Switch => matches!(text.as_str(), "true"),
                Kind::Master | Kind::DeployMode | Kind::Remote => true,
                kind if kind.is_list() => {
                    !text.is_empty() && text.split(',').all(|part| kind.check(part).is_ok())
                }
                kind => kind.check(text).is_ok(),
            };
            // A flag that the manager ignores may still be heard as a property: the form
            // that the author chose is then the one that works.
            let everywhere = option
                .effect
                .iter()
                .all(|effect| *effect == spark_options::Effect::Applies)
                || matches!(option.kind, Kind::Remote)
                || self.flag_applies(option);
            if folds && everywhere {
                let value = OptionValue::read(option.kind, text);
                self.conf.remove(&property);
                self.options.insert(option.key.to_owned(), value);
                for name in &mut self.secret {
                    if *name == property {
                        option.key.clone_into(name);
                    }
                }
            }
        }
        Ok(self)
    }

    /// The text of an option, if it is set to one.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.options.get(key)? {
            OptionValue::Text(text) => Some(text),
            OptionValue::Switch(_) | OptionValue::List(_) => None,
        }
    }

    /// The master, from the option or from the property.
    #[must_use]
    pub fn master(&self) -> Option<&str> {
        self.text("master")
            .or_else(|| self.conf.get("spark.master").map(String::as_str))
    }

    /// Where the driver runs, from the option or from the property; a client if neither says.
    #[must_use]
    pub fn deploy_mode(&self) -> DeployMode {
        self.text("deploy_mode")
            .or_else(|| self.conf.get("spark.submit.deployMode").map(String::as_str))
            .and_then(DeployMode::of)
            .unwrap_or_default()
    }

    /// Whether the author marked this name, of an option, a property or a variable, as secret.
    #[must_use]
    pub fn is_marked_secret(&self, name: &str) -> bool {
        self.secret.iter().any(|marked| marked == name)
    }

    fn flag_applies(&self, option: &SparkOption) -> bool {
        let manager = self.master().and_then(spark_options::Manager::of);
        manager.is_some_and(|manager| {
            option.effect(manager, self.deploy_mode()) == spark_options::Effect::Applies
        })
    }

    fn refuse_twins(&self) -> Result<(), Failure> {
        match settings::set_twice(self).into_iter().next() {
            None => Ok(()),
            Some(told) => {
                Err(Failure::new(FailureKind::Configuration, told.problem).hint(told.help))
            }
        }
    }
}

/// The option of a key, if an author may set it.
pub(crate) fn known(key: &str) -> Result<&'static SparkOption, Failure> {
    if let Some(option) =
        by_key(key).filter(|option| option.settable && option.kind != Kind::Property)
    {
        return Ok(option);
    }
    let failure = Failure::new(
        FailureKind::Configuration,
        format!("spark-submit has no option `{key}`"),
    );
    let keys = OPTIONS
        .iter()
        .filter(|option| option.settable)
        .map(|option| option.key);
    Err(match suggest::nearest(key, keys) {
        Some(near) => failure.hint(format!("did you mean `{near}`?")),
        None if key.contains('.') => failure.hint("a property is set with `conf`"),
        None => failure,
    })
}

#[cfg(test)]
mod tests {
    use super::super::MainResource;
    use super::*;

    fn application() -> SparkApplication {
        SparkApplication::new(MainResource::Python {
            path: "a.py".into(),
        })
    }

    #[test]
    fn a_property_that_an_option_sets_becomes_the_option() {
        let application = application()
            .conf("spark.driver.memory", "1g")
            .conf("spark.jars", "a.jar,b.jar")
            .conf("spark.sql.ansi.enabled", true)
            .normalise()
            .expect("one form each");
        assert_eq!(application.text("driver_memory"), Some("1g"));
        assert_eq!(
            application.options["jars"],
            OptionValue::list(["a.jar", "b.jar"])
        );
        assert_eq!(application.conf.len(), 1);
    }

    #[test]
    fn a_flag_and_its_twin_together_are_an_error_that_names_both() {
        for (key, property) in [
            ("driver_memory", "spark.driver.memory"),
            ("files", "spark.yarn.dist.files"),
        ] {
            let value = OptionValue::text("1g");
            let error = application()
                .option(key, value)
                .conf(property, "1g")
                .normalise()
                .expect_err("twins");
            assert!(
                error.cause.contains(key) && error.cause.contains(property),
                "{error}"
            );
        }
    }

    #[test]
    fn an_option_and_its_variable_together_are_an_error_that_names_both() {
        let error = application()
            .conf("spark.master", "yarn")
            .env("MASTER", "local")
            .normalise()
            .expect_err("twins");
        assert!(
            error.cause.contains("master") && error.cause.contains("MASTER"),
            "{error}"
        );
    }

    #[test]
    fn a_property_keeps_its_form_where_the_flag_would_be_ignored() {
        let on = |master: &str| {
            application()
                .conf("spark.master", master)
                .conf("spark.executor.instances", 3)
                .normalise()
                .expect("one form each")
        };
        assert_eq!(on("yarn").text("num_executors"), Some("3"));
        assert_eq!(
            on("spark://host:7077").conf["spark.executor.instances"],
            "3"
        );
    }

    #[test]
    fn a_value_that_is_right_only_as_a_property_stays_one() {
        let application = application()
            .conf("spark.master", "yarn")
            .conf("spark.executor.memory", "1024")
            .normalise()
            .expect("one form each");
        assert_eq!(application.conf["spark.executor.memory"], "1024");
    }

    #[test]
    fn an_unknown_option_is_an_error_with_a_suggestion() {
        let error = application()
            .option("driver_memroy", OptionValue::text("1g"))
            .normalise()
            .expect_err("unknown");
        assert_eq!(error.hint.as_deref(), Some("did you mean `driver_memory`?"));
        let error = application()
            .option("kill", OptionValue::text("x"))
            .normalise();
        assert!(error.is_err());
    }
}
