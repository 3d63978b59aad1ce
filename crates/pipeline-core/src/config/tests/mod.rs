//! What a configuration promises, on files as people write them.

mod control;
mod layers;
mod mistakes;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::engine::{BoxFuture, Engine, Extensions, Key, Objection};
use crate::failure::Failure;
use crate::param::ParamKind;
use crate::task::{ParamSchema, TaskKind};

/// An engine with a handful of settings.
struct Press;

impl Engine for Press {
    fn name(&self) -> &'static str {
        "press"
    }

    fn keys(&self) -> Vec<Key> {
        let keys = [
            ("master", "where it runs"),
            ("driver_memory", "memory of the driver"),
            ("executor_memory", "memory of an executor"),
            ("num_executors", "how many executors"),
            ("jars", "jars"),
            ("submit", "how it is submitted"),
            ("ink", "which ink it has, read once"),
        ];
        keys.map(|(name, doc)| Key { name, doc }).to_vec()
    }

    fn keys_of_the_run(&self) -> Vec<&'static str> {
        vec!["ink"]
    }

    fn check(&self, key: &str, value: &toml::Value) -> Result<(), Objection> {
        let fits = match key {
            "driver_memory" | "executor_memory" => value
                .as_str()
                .is_some_and(|text| text.ends_with(['k', 'm', 'g'])),
            "num_executors" => value.is_integer(),
            "jars" => value.is_array() || value.is_str(),
            "submit" => value.is_table(),
            "conf.spark.driver.memory" => {
                return Err("write driver_memory instead".to_owned().into());
            }
            _ => true,
        };
        fits.then_some(())
            .ok_or_else(|| format!("{value} does not fit").into())
    }

    fn defaults(&self) -> Vec<(&'static str, toml::Value)> {
        vec![("master", "local[*]".into())]
    }

    fn variables(&self) -> Vec<Key> {
        vec![Key {
            name: "SPARK_PIPELINE_CACHE",
            doc: "where it keeps things",
        }]
    }

    fn prepare<'a>(
        &'a self,
        _: &'a Settings,
        _: &'a mut Extensions,
    ) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async { Ok(()) })
    }
}

static DELAYS: TaskSchema = TaskSchema {
    name: "Delays",
    path: "test::Delays",
    doc: "",
    kind: TaskKind::Engine("press"),
    params: &[
        ParamSchema {
            name: "month",
            doc: "",
            kind: ParamKind::Integer {
                signed: false,
                bits: 8,
            },
            type_name: "u8",
            default: None,
            significant: true,
            secret: false,
        },
        ParamSchema {
            name: "carriers",
            doc: "",
            kind: ParamKind::List(&ParamKind::Text),
            type_name: "Vec<String>",
            default: None,
            significant: true,
            secret: false,
        },
    ],
    inputs: &[],
    outputs: &[],
    unverified: &[],
};

fn keys() -> Keys {
    Keys::new(&[Arc::new(Press)])
}

/// A folder with this `pipeline.toml`.
fn folder(toml: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join(FILE_NAME), toml).expect("a file");
    folder
}

fn load(toml: &str, change: impl FnOnce(&mut Sources)) -> Result<Config, ConfigError> {
    let folder = folder(toml);
    let mut sources = Sources::of(folder.path());
    change(&mut sources);
    Config::load(&sources, &keys(), &[&DELAYS])
}

fn load_fine(toml: &str, change: impl FnOnce(&mut Sources)) -> Config {
    load(toml, change).unwrap_or_else(|error| panic!("{error}"))
}

fn mistakes(toml: &str, change: impl FnOnce(&mut Sources)) -> String {
    load(toml, change).expect_err("mistakes").to_string()
}

fn variables<const N: usize>(pairs: [(&str, &str); N]) -> BTreeMap<String, String> {
    pairs
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
}

/// Value and origin of a setting of `Delays`.
fn setting(config: &Config, key: &str) -> (String, String) {
    let settings = config.settings_for("Delays");
    let setting = settings.get(key).expect("a setting");
    (setting.value.to_string(), setting.origin.to_string())
}

fn pair(value: &str, origin: &str) -> (String, String) {
    (value.to_owned(), origin.to_owned())
}
