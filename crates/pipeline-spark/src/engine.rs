//! Spark as an engine of `pipeline-core`.

use std::sync::Arc;

use pipeline_core::config::{Explained, Settings};
use pipeline_core::engine::{BoxFuture, Engine, Extensions, Key, Objection};
use pipeline_core::failure::{Failure, FailureKind};
use pipeline_core::finding::Verdict;
use spark_options::rules::Severity;
use spark_options::{Kind, OPTIONS};
use toml::Value;

use crate::install::{self, Request, SparkVersion};
use crate::settings::{self, facts};
use crate::task::likely;

/// The word by which tasks name this engine (`TaskKind::Engine`), and by which it is known in
/// configuration.
pub const NAME: &str = "spark";

/// Settings that say which Spark runs the applications, rather than how it runs one.
const WHICH_SPARK: &[Key] = &[
    Key {
        name: "spark_home",
        doc: "Folder of the Spark to use; without it one is found, or installed.",
    },
    Key {
        name: "spark_version",
        doc: "Version of the Spark to use, such as \"4.3.0\", or \"4.3\" for any patch.",
    },
    Key {
        name: "spark_install",
        doc: "Whether Spark and Java may be installed when they are not found; true.",
    },
    Key {
        name: "java_home",
        doc: "Folder of the Java that runs Spark; without it one is found, or installed.",
    },
    Key {
        name: "python",
        doc: "Python of drivers and executors, and of a managed install.",
    },
];

/// Settings that say what the cluster is, rather than how an application runs there: the rules
/// are held against them, nothing of them is handed to Spark.
pub(crate) const FACTS: &[Key] = &[
    Key {
        name: "python_version",
        doc: "Python of the cluster, such as \"3.9\": what drivers and executors run.",
    },
    Key {
        name: "java_version",
        doc: "Java of the cluster, such as 17: what drivers and executors run.",
    },
    Key {
        name: "max_container_memory",
        doc: "Memory that one driver or executor may get at most, overhead included: \"24g\".",
    },
    Key {
        name: "max_container_cores",
        doc: "Cores that one driver or executor may get at most.",
    },
];

/// Runs Spark applications.
///
/// It understands every settable option of spark-submit by its key, the tables `conf` and
/// `env`, what says which Spark to use (`spark_home`, `spark_version`, `spark_install`,
/// `java_home`, `python`), and what the cluster is (`python_version`, `java_version`,
/// `max_container_memory`, `max_container_cores`). Before the first application runs it finds or installs a Spark and
/// leaves it, as an `Arc<Spark>`, in the run's extensions.
#[derive(Clone, Copy, Debug, Default)]
pub struct SparkEngine;

impl Engine for SparkEngine {
    fn name(&self) -> &'static str {
        NAME
    }

    fn keys(&self) -> Vec<Key> {
        let options = OPTIONS
            .iter()
            .filter(|option| option.settable && option.kind != Kind::Property)
            .map(|option| Key {
                name: option.key,
                doc: option.doc,
            });
        let tables = [
            Key {
                name: "conf",
                doc: "Properties of Spark: conf.\"spark.sql.shuffle.partitions\" = 8.",
            },
            Key {
                name: "env",
                doc: "Variables of the environment that spark-submit is run in.",
            },
        ];
        options
            .chain(tables)
            .chain(WHICH_SPARK.iter().chain(FACTS).cloned())
            .collect()
    }

    /// One Spark runs all applications of a run.
    fn keys_of_the_run(&self) -> Vec<&'static str> {
        WHICH_SPARK.iter().map(|key| key.name).collect()
    }

    fn check(&self, key: &str, value: &Value) -> Result<(), Objection> {
        check(key, value)?;
        match settings::alone(key, value).find(|(severity, _)| *severity == Severity::Error) {
            Some((_, objection)) => Err(objection),
            None => Ok(()),
        }
    }

    fn doubts(&self, key: &str, value: &Value) -> Vec<(Verdict, Objection)> {
        let worth = |severity| match severity {
            Severity::Note => Verdict::Note,
            Severity::Warning | Severity::Error => Verdict::Warning,
        };
        settings::alone(key, value)
            .map(|(severity, objection)| (worth(severity), objection))
            .collect()
    }

    fn variables(&self) -> Vec<Key> {
        vec![Key {
            name: "SPARK_PIPELINE_CACHE",
            doc: "Folder of managed installs; else `spark-pipeline` in the user's cache folder.",
        }]
    }

    fn look(&self, settings: &Settings) -> Result<Vec<String>, Failure> {
        likely::look(settings).map(|likely| vec![likely.to_string()])
    }

    fn prepare<'a>(
        &'a self,
        settings: &'a Settings,
        extensions: &'a mut Extensions,
    ) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let request = Request::from_settings(settings)?;
            // Dropped with this future when the run is stopped: the install then stops too.
            let asked = StopOnDrop(request.stop.clone());
            let settings = settings.clone();
            let found = tokio::task::spawn_blocking(move || {
                // Who held the tasks against the rules has found it a moment ago.
                if let Some(spark) = likely::known(&settings) {
                    return Ok(spark);
                }
                let mut progress = install::on_stderr();
                install::find_or_install(&request, progress.as_mut())
            });
            let spark = found.await.map_err(|error| {
                Failure::new(
                    FailureKind::Environment,
                    format!("looking for Spark broke off: {error}"),
                )
            })??;
            drop(asked);
            extensions.insert(Arc::new(spark));
            Ok(())
        })
    }

    fn outlives(&self, left: &pipeline_core::run::Submitted) -> bool {
        crate::submit::left::outlives(left)
    }

    fn stop_left<'a>(
        &'a self,
        _: &'a Settings,
        left: &'a pipeline_core::run::Submitted,
        dir: &'a std::path::Path,
    ) -> BoxFuture<'a, Option<pipeline_core::engine::LeftOver>> {
        Box::pin(async move { Some(crate::submit::left::stop(left, dir).await) })
    }

    fn found(&self, extensions: &Extensions) -> Option<String> {
        let spark = extensions.get::<install::Spark>();
        spark.map(|spark| spark.to_string())
    }
}

/// Whether a value fits its key.
fn check(key: &str, value: &Value) -> Result<(), String> {
    if let Some(checked) = settings::check(key, value) {
        return checked;
    }
    if let Some(checked) = facts::check(key, value) {
        return checked;
    }
    match (key, value) {
        ("conf" | "env", Value::Table(entries)) => entries.iter().try_for_each(|(name, value)| {
            settings::check(&format!("{key}.{name}"), value)
                .unwrap_or(Ok(()))
                .map_err(|error| format!("{name}: {error}"))
        }),
        ("conf" | "env", _) => Err(format!(
            "a table is meant: write [{key}] and name = value below it"
        )),
        ("spark_install", Value::Boolean(_)) => Ok(()),
        ("spark_install", Value::String(text)) if text == "true" || text == "false" => Ok(()),
        ("spark_install", _) => Err("write spark_install = true or false".to_owned()),
        ("spark_version", Value::String(text)) => text
            .parse::<SparkVersion>()
            .map(drop)
            .map_err(|error| error.to_string()),
        ("spark_version", _) => {
            Err("a version is a text: write spark_version = \"4.3\"".to_owned())
        }
        ("spark_home" | "java_home" | "python", Value::String(text)) if !text.is_empty() => Ok(()),
        ("spark_home" | "java_home" | "python", _) => {
            Err(format!("a path is meant: write {key} = \"/path\""))
        }
        _ => Ok(()),
    }
}

struct StopOnDrop(install::Stop);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.ask();
    }
}

/// Which Spark is used and what its cluster is, as far as settings say it.
pub(crate) fn explain(settings: &Settings) -> Vec<Explained> {
    let explained = |key: &str, value: String, origin| Explained {
        key: key.to_owned(),
        value,
        origin,
    };
    let mut lines = Vec::new();
    for Key { name, .. } in WHICH_SPARK.iter().chain(FACTS) {
        if let Some(setting) = settings.get(name) {
            let value = match &setting.value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            lines.push(explained(name, value, setting.origin.clone()));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(key: &str, value: impl Into<Value>) -> Result<(), String> {
        super::check(key, &value.into())
    }

    #[test]
    fn every_key_stands_once_and_says_what_it_is() {
        let keys = SparkEngine.keys();
        let mut names: Vec<_> = keys.iter().map(|key| key.name).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
        for name in [
            "master",
            "driver_memory",
            "py_files",
            "conf",
            "env",
            "spark_home",
            "python",
        ] {
            assert!(names.contains(&name), "{name}");
        }
        for name in ["kill", "help", "usage_error", "driver_default_class_path"] {
            assert!(!names.contains(&name), "{name}");
        }
        assert!(keys.iter().all(|key| key.doc.ends_with('.')));
    }

    #[test]
    fn what_an_install_asks_for_is_what_can_be_set() {
        let names: Vec<_> = WHICH_SPARK.iter().map(|key| key.name).collect();
        assert_eq!(names, install::KEYS);
    }

    #[test]
    fn a_value_of_the_right_type_is_taken() {
        for (key, value) in [
            ("driver_memory", Value::from("1g")),
            ("num_executors", Value::from(4)),
            ("num_executors", Value::from("4")),
            ("supervise", Value::from(true)),
            ("jars", Value::from(vec!["a.jar", "b.jar"])),
            ("jars", Value::from("a.jar,b.jar")),
            ("conf.spark.sql.shuffle.partitions", Value::from(8)),
            ("conf.spark.memory.fraction", Value::from(0.5)),
            ("env.HADOOP_CONF_DIR", Value::from("/etc/hadoop")),
            ("spark_version", Value::from("4.3")),
            ("spark_install", Value::from(false)),
            ("python_version", Value::from("3.9")),
            ("java_version", Value::from(17)),
            ("max_container_memory", Value::from("24g")),
            ("max_container_cores", Value::from(8)),
        ] {
            assert_eq!(check(key, value), Ok(()), "{key}");
        }
    }

    #[test]
    fn a_wrong_value_is_refused_with_what_to_write() {
        for (key, value, says) in [
            ("driver_memory", Value::from("1.5g"), "1536m"),
            ("driver_memory", Value::from(4), "\"4m\""),
            ("num_executors", Value::from(0), "from 1 up"),
            ("num_executors", Value::from(1.5), "num_executors = 2"),
            ("supervise", Value::from("yes"), "supervise = true"),
            ("jars", Value::from(vec!["a,b.jar"]), "two elements"),
            ("name", Value::from(2013), "write name ="),
            ("deploy_mode", Value::from("Cluster"), "small letters"),
            (
                "conf.spark.x",
                Value::Table(toml::Table::new()),
                "in quotes",
            ),
            ("env.A", Value::from(vec!["a"]), "in quotes"),
            ("spark_version", Value::from(4.3), "\"4.3\""),
            ("spark_version", Value::from("latest"), "version"),
            ("spark_install", Value::from("maybe"), "true or false"),
            ("spark_home", Value::from(1), "spark_home = "),
            ("python_version", Value::from(3.9), "\"3.9\""),
            ("python_version", Value::from("3"), "\"3.11\""),
            ("java_version", Value::from("1.8"), "java_version = 8"),
            ("java_version", Value::from("new"), "java_version = 17"),
            ("max_container_memory", Value::from("1.5g"), "1536m"),
            ("max_container_memory", Value::from(24), "\"24g\""),
            ("max_container_cores", Value::from(0), "from 1 up"),
            ("max_container_cores", Value::from("many"), "from 1 up"),
        ] {
            let error = check(key, value).expect_err(key);
            assert!(error.contains(says), "{key}: {error}");
        }
    }
}
