//! Which layer wins, and what a value becomes.

use super::{DELAYS, folder, keys, load_fine, pair, setting, variables};
use crate::config::{Config, FILE_NAME, Override, RunSettings, Sources};

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
            ..RunSettings::default()
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
fn every_variable_is_documented() {
    let documented = crate::config::variables::documented(&keys(), &[&DELAYS]);
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

#[test]
fn a_profile_and_what_it_inherits_from_are_two_layers() {
    let toml = "
        [profile.local]
        driver_memory = '1g'
        executor_memory = '1g'
        [profile.prod]
        inherits = 'local'
        conf.x = 2
        conf.y = 2
    ";
    let config = load_fine(toml, |sources| sources.profile = Some("prod".to_owned()));
    let settings = config.settings_for("Delays");
    let layer = |key: &str| settings.get(key).expect(key).layer();
    assert!(layer("conf.x") < layer("driver_memory"));
    assert!(layer("conf.x") == layer("conf.y"));
    assert!(layer("driver_memory") == layer("executor_memory"));
}

#[test]
fn what_the_author_calls_their_own_is_not_looked_up_and_is_a_property_like_others() {
    let toml = "
        [profile.local.conf.custom]
        'spark.driver.memory' = 'mine'
        [profile.prod]
        inherits = 'local'
        conf = { custom = { 'spark.x' = 1 } }
    ";
    let config = load_fine(toml, |sources| {
        sources.profile = Some("prod".to_owned());
        sources.overrides = vec![
            Override::parse("conf.custom.spark.x=2").expect("a setting"),
            Override::parse_conf("custom.spark.y=3").expect("a setting"),
        ];
    });
    assert_eq!(setting(&config, "conf.spark.driver.memory").0, "\"mine\"");
    assert_eq!(setting(&config, "conf.spark.x").0, "\"2\"");
    assert_eq!(setting(&config, "conf.spark.y").0, "\"3\"");
    // The same word once as one's own and once not is still the same word.
    let told = super::mistakes(
        "[profile.local.conf]\n'spark.a' = 1\ncustom = { 'spark.a' = 2 }\n",
        |_| (),
    );
    assert!(
        told.starts_with("`conf.spark.a` is set twice in one section"),
        "{told}"
    );
}

#[test]
fn a_setting_knows_where_it_is_written() {
    let toml = "[profile.local]\ndriver_memory = '1g'\nconf = { a.password = 'hunter2' }\n";
    let config = load_fine(toml, |sources| {
        sources.environment = variables([("SPARK_PIPELINE_NUM_EXECUTORS", "2")]);
        sources.overrides = vec![Override::parse("Delays.jars=a").expect("a setting")];
    });
    let settings = config.settings_for("Delays");
    let place = |key| {
        settings
            .get(key)
            .and_then(crate::config::Setting::place)
            .map(ToString::to_string)
    };
    assert_eq!(
        place("driver_memory").as_deref(),
        Some(" --> pipeline.toml:2:1\n  |\n2 | driver_memory = '1g'\n  | ^^^^^^^^^^^^^")
    );
    assert_eq!(
        place("num_executors").as_deref(),
        Some(" --> environment, SPARK_PIPELINE_NUM_EXECUTORS")
    );
    assert_eq!(
        place("jars").as_deref(),
        Some(" --> command line, Delays.jars")
    );
    assert_eq!(place("master"), None, "a default is written nowhere");
    let secret = place("conf.a.password").expect("a place");
    assert!(
        secret.contains("password = ***") && !secret.contains("hunter2"),
        "{secret}"
    );
}

#[test]
fn whether_the_compiler_holds_tasks_to_a_profile_is_explained_and_changes_nothing() {
    let toml = "
        [profile.base]
        checked = true
        [profile.prod]
        inherits = 'base'
    ";
    let config = load_fine(toml, |sources| sources.profile = Some("prod".to_owned()));
    let rows = config.explain_run();
    let row = rows.iter().find(|row| row.key == "checked").expect("a row");
    assert_eq!(
        (row.value.as_str(), row.origin.to_string()),
        ("true", "pipeline.toml, [profile.base]".to_owned())
    );
    assert!(config.settings().get("checked").is_none());
    assert!(
        load_fine("", |_| ())
            .explain_run()
            .iter()
            .all(|row| row.key != "checked")
    );
}
