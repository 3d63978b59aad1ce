//! What a configuration promises, on files as people write them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::engine::{BoxFuture, Engine, Extensions, Key};
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
        ];
        keys.map(|(name, doc)| Key { name, doc }).to_vec()
    }

    fn check(&self, key: &str, value: &toml::Value) -> Result<(), String> {
        let fits = match key {
            "driver_memory" | "executor_memory" => value
                .as_str()
                .is_some_and(|text| text.ends_with(['k', 'm', 'g'])),
            "num_executors" => value.is_integer(),
            "jars" => value.is_array() || value.is_str(),
            "submit" => value.is_table(),
            "conf.spark.driver.memory" => return Err("write driver_memory instead".to_owned()),
            _ => true,
        };
        fits.then_some(())
            .ok_or_else(|| format!("{value} does not fit"))
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

#[test]
fn each_layer_wins_over_those_below_it() {
    let toml = "
        [profile.prod]
        executor_memory = '1g'
        [profile.prod.task.Delays]
        executor_memory = '2g'
    ";
    let prod = |sources: &mut Sources| sources.profile = Some("prod".to_owned());
    let key = "executor_memory";
    let config = load_fine("[profile.prod]\nexecutor_memory = '1g'", prod);
    assert_eq!(
        setting(&config, key),
        pair("\"1g\"", "pipeline.toml, [profile.prod]")
    );
    let config = load_fine(toml, prod);
    let section = "pipeline.toml, [profile.prod.task.Delays]";
    assert_eq!(setting(&config, key), pair("\"2g\"", section));
    assert_eq!(
        config
            .settings_for("Other")
            .get(key)
            .map(|it| it.value.clone()),
        Some("1g".into())
    );
    let with_variable = |sources: &mut Sources| {
        prod(sources);
        sources.environment = variables([("SPARK_PIPELINE_EXECUTOR_MEMORY", "3g")]);
    };
    let config = load_fine(toml, with_variable);
    let origin = "environment, SPARK_PIPELINE_EXECUTOR_MEMORY";
    assert_eq!(setting(&config, key), pair("\"3g\"", origin));
    let config = load_fine(toml, |sources| {
        with_variable(sources);
        sources.overrides = ["Delays.executor_memory=4g", "executor_memory=5g"]
            .map(|text| Override::parse(text).expect("a setting"))
            .to_vec();
    });
    assert_eq!(setting(&config, key), pair("\"4g\"", "command line"));
    assert_eq!(
        config
            .settings_for("Other")
            .get(key)
            .map(|it| it.value.clone()),
        Some("5g".into())
    );
}

#[test]
fn of_a_setting_given_twice_the_last_counts() {
    let config = load_fine("", |sources| {
        sources.overrides = ["driver_memory=1g", "driver_memory=2g"]
            .map(|text| Override::parse(text).expect("a setting"))
            .to_vec();
    });
    assert_eq!(
        setting(&config, "driver_memory"),
        pair("\"2g\"", "command line")
    );
}

#[test]
fn without_a_file_there_is_a_local_profile_of_defaults() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = Config::load(&Sources::of(folder.path()), &keys(), &[]).expect("a configuration");
    assert_eq!(config.profile(), "local");
    assert_eq!(config.file(), None);
    assert_eq!(setting(&config, "master"), pair("\"local[*]\"", "default"));
    let settings = config.settings();
    let master = settings.get("master").expect("a master");
    assert!(master.origin.yields_to_attribute());
}

#[test]
fn the_file_is_found_in_the_nearest_parent() {
    let folder = folder("[profile.local]\nworkers = 3");
    let below = folder.path().join("a/b");
    std::fs::create_dir_all(&below).expect("folders");
    let config = Config::load(&Sources::of(&below), &keys(), &[]).expect("a configuration");
    let file = folder.path().join(FILE_NAME);
    assert_eq!(config.file(), Some(file.as_path()));
    assert_eq!(RunSettings::of(&config.settings()).workers, Some(3));
}

#[test]
fn a_file_that_is_named_must_be_there() {
    let error = mistakes("", |sources| sources.file = Some("other.toml".into()));
    assert_eq!(error, "there is no file other.toml, which --config names");
    let error = mistakes("", |sources| {
        sources.environment = variables([(super::variables::CONFIG, "other.toml")]);
    });
    assert_eq!(
        error,
        "there is no file other.toml, which SPARK_PIPELINE_CONFIG names"
    );
}

#[test]
fn dotted_and_nested_properties_are_the_same_keys() {
    let spellings = [
        "[profile.local]\nconf = { \"spark.sql.ansi.enabled\" = true, \"spark.sql.x\" = 1 }",
        "[profile.local.conf]\nspark.sql.ansi.enabled = true\nspark.sql.x = 1",
        "[profile.local.conf.spark.sql]\nansi = { enabled = true }\nx = 1",
        "[profile.local]\nconf.spark = { sql = { \"ansi.enabled\" = true, x = 1 } }",
    ];
    for toml in spellings {
        let settings = load_fine(toml, |_| ()).settings_for("Delays");
        let conf = settings.iter().filter(|(key, _)| key.starts_with("conf."));
        let conf: Vec<_> = conf
            .map(|(key, setting)| (key, setting.value.to_string()))
            .collect();
        let expected = [
            ("conf.spark.sql.ansi.enabled", "true"),
            ("conf.spark.sql.x", "1"),
        ];
        let expected = expected.map(|(key, value)| (key, value.to_owned()));
        assert_eq!(conf, expected, "{toml}");
    }
}

#[test]
fn tables_are_merged_entry_by_entry() {
    let toml = "
        [profile.local]
        conf = { a = 1, b = 1 }
        env = { A = 'x' }
        [profile.local.task.Delays]
        conf = { b = 2 }
    ";
    let config = load_fine(toml, |sources| {
        sources.overrides = vec![Override::parse_conf("c=3").expect("a property")];
    });
    for (key, value) in [
        ("conf.a", "1"),
        ("conf.b", "2"),
        ("conf.c", "\"3\""),
        ("env.A", "\"x\""),
    ] {
        assert_eq!(setting(&config, key).0, value, "{key}");
    }
}

#[test]
fn a_profile_inherits_and_tasks_still_win_over_profiles() {
    let toml = "
        [profile.local]
        driver_memory = '1g'
        workers = 2
        [profile.local.task.Delays]
        executor_memory = '8g'
        [profile.prod]
        inherits = 'local'
        driver_memory = '2g'
        executor_memory = '4g'
    ";
    let config = load_fine(toml, |sources| sources.profile = Some("prod".to_owned()));
    assert_eq!(setting(&config, "driver_memory").0, "\"2g\"");
    assert_eq!(setting(&config, "executor_memory").0, "\"8g\"");
    assert_eq!(
        setting(&config, "workers"),
        pair("2", "pipeline.toml, [profile.local]")
    );
}

#[test]
fn texts_become_what_their_key_takes() {
    let config = load_fine("", |sources| {
        sources.environment = variables([("SPARK_PIPELINE_NUM_EXECUTORS", "4")]);
        sources.overrides = [
            "jars=[\"a\", \"b\"]",
            "conf.x=1",
            "submit={livy='http://x'}",
        ]
        .map(|text| Override::parse(text).expect("a setting"))
        .to_vec();
    });
    assert_eq!(setting(&config, "num_executors").0, "4");
    assert_eq!(setting(&config, "jars").0, "[\"a\", \"b\"]");
    assert_eq!(setting(&config, "conf.x").0, "\"1\"");
    assert!(setting(&config, "submit").0.contains("livy"));
}

#[test]
fn settings_of_the_run_are_values() {
    let toml = "[profile.local]\nworkers = 3\nfail_fast = true\ngrace = '30s'\nstate_dir = 'x'";
    let run = RunSettings::of(&load_fine(toml, |_| ()).settings());
    assert_eq!(
        run,
        RunSettings {
            workers: Some(3),
            fail_fast: Some(true),
            grace: Some(std::time::Duration::from_secs(30)),
            state_dir: Some("x".into()),
        }
    );
    assert_eq!(
        RunSettings::of(&load_fine("", |_| ()).settings()),
        RunSettings::default()
    );
}

#[test]
fn parameters_come_from_variables_before_profiles() {
    let toml = "[profile.local.task.Delays.params]\nmonth = 1\ncarriers = ['AA', 'UA']";
    let config = load_fine(toml, |sources| {
        sources.environment = variables([("SPARK_PIPELINE_PARAM_MONTH", "2")]);
    });
    let params = config.params_for(&DELAYS);
    let params: Vec<_> = params
        .iter()
        .map(|given| {
            (
                given.param.as_str(),
                given.words.join(" "),
                given.origin.to_string(),
            )
        })
        .collect();
    let section = "pipeline.toml, [profile.local.task.Delays.params]";
    let variable = "environment, SPARK_PIPELINE_PARAM_MONTH";
    assert_eq!(
        params,
        [
            ("month", "2".to_owned(), variable.to_owned()),
            ("carriers", "AA UA".to_owned(), section.to_owned()),
        ]
    );
}

#[test]
fn every_mistake_is_told_at_its_place_with_a_suggestion() {
    let toml = "\
[profile.local]
driver_memry = \"8g\"
executor_memory = \"lots\"
conf = { spark.x = [1] }
env = 3

[profile.prod]
inherits = \"locl\"
\tworkers = 0
[profile.prod.task.Delays]
workers = 2
params.mnth = 1
[profile.prod.task.Other]
params.x = 1
[profil.x]
";
    insta::assert_snapshot!(mistakes(toml, |sources| {
        sources.environment = variables([
            ("SPARK_PIPELINE_DRIVER_MEMROY", "1g"),
            ("SPARK_PIPELINE_CACHE", "known to the engine"),
            ("SPARK_PIPELINE_CONF", "x"),
        ]);
        sources.overrides = vec![Override::parse("Delays.driver_memory=big").expect("a setting")];
        sources.profile = Some("prd".to_owned());
    }));
}

#[test]
fn broken_toml_is_told_with_its_line() {
    insta::assert_snapshot!(mistakes("[profile.local]\nmaster = local\nx = \n", |_| ()));
}

#[test]
fn a_property_in_two_spellings_is_refused() {
    let toml = "[profile.local.conf]\n\"spark.a\" = 1\nspark.a = 2\n";
    assert!(mistakes(toml, |_| ()).starts_with("`conf.spark.a` is set twice in one section"));
}

#[test]
fn a_setting_outside_of_every_profile_says_where_it_belongs() {
    let told = mistakes("master = 'yarn'\n", |_| ());
    assert!(told.starts_with("`master` is in no profile"), "{told}");
    assert!(told.contains("help: write the profile above it"), "{told}");
}

#[test]
fn a_property_where_a_setting_is_meant_says_where_it_belongs() {
    let told = mistakes("[profile.local]\n'spark.sql.x' = 1\n", |sources| {
        sources.overrides = vec![Override::parse("spark.sql.y=1").expect("a setting")];
    });
    assert!(told.contains("unknown setting `spark.sql.x`"), "{told}");
    assert!(
        told.contains("help: a property stands in the table `conf`: --conf spark.sql.y=…"),
        "{told}"
    );
}

#[test]
fn profiles_that_inherit_in_a_circle_are_told_once() {
    let toml = "
        [profile.a]
        inherits = 'b'
        [profile.b]
        inherits = 'a'
        [profile.c]
        inherits = 'a'
    ";
    let told = mistakes(toml, |_| ());
    assert_eq!(told.matches("inherits from itself").count(), 1, "{told}");
    assert!(told.contains("a -> b -> a"), "{told}");
}

#[test]
fn a_profile_without_a_file_says_that_there_is_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut sources = Sources::of(folder.path());
    sources.profile = Some("prod".to_owned());
    let error = Config::load(&sources, &keys(), &[]).expect_err("no profile");
    assert!(
        error.to_string().contains("there is no pipeline.toml in"),
        "{error}"
    );
}

#[test]
fn a_secret_is_not_in_an_error() {
    let toml = "[profile.local]\nconf = { my.password = [\"hunter2\"] }";
    let told = mistakes(toml, |sources| {
        let text = "conf.my.password.=x";
        sources.overrides = vec![
            Override::parse(text).expect("a setting"),
            Override::parse("driver_pasword=hunter2").expect("a setting"),
        ];
    });
    assert!(!told.contains("hunter2"), "{told}");
}

#[test]
fn every_variable_is_documented() {
    let documented = super::variables::documented(&keys(), &[&DELAYS]);
    let names: Vec<_> = documented.iter().map(|it| it.name.as_str()).collect();
    for name in [
        "SPARK_PIPELINE_PROFILE",
        "SPARK_PIPELINE_CONFIG",
        "SPARK_PIPELINE_WORKERS",
        "SPARK_PIPELINE_EXECUTOR_MEMORY",
        "SPARK_PIPELINE_CACHE",
        "SPARK_PIPELINE_PARAM_MONTH",
    ] {
        assert!(names.contains(&name), "{name}");
    }
    assert!(documented.iter().all(|it| !it.doc.is_empty()));
}
