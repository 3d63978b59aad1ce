use std::sync::Arc;

use pipeline_core::config::{Config, Explained, Keys, Origin, Override, Settings, Sources};
use pipeline_core::engine::Engine;
use toml::Value;

use super::{apply, explain};
use crate::SparkApplication;
use crate::application::{MainResource, OptionValue};
use crate::engine::SparkEngine;

fn application() -> SparkApplication {
    SparkApplication::new(MainResource::Python {
        path: "a.py".into(),
    })
    .option("driver_memory", OptionValue::text("1g"))
    .conf("spark.sql.shuffle.partitions", 8)
    .env("HADOOP_CONF_DIR", "/attribute")
}

fn profile() -> Origin {
    Origin::Profile {
        file: "pipeline.toml".into(),
        section: "profile.prod".into(),
    }
}

fn task() -> Origin {
    Origin::ProfileTask {
        file: "pipeline.toml".into(),
        section: "profile.prod.task.A".into(),
    }
}

fn settings(values: &[(&str, Value, Origin)]) -> Settings {
    let mut settings = Settings::default();
    for (key, value, origin) in values {
        settings.set(*key, value.clone(), origin.clone());
    }
    settings
}

#[test]
fn a_profile_wins_over_the_attribute_whatever_the_form() {
    for key in ["driver_memory", "conf.spark.driver.memory"] {
        let settings = settings(&[(key, Value::from("4g"), profile())]);
        let applied = apply(application(), &settings).expect("applies");
        let normal = applied.normalise().expect("one form each");
        assert_eq!(normal.text("driver_memory"), Some("4g"), "{key}");
    }
}

#[test]
fn the_tasks_section_wins_over_the_profile_whatever_the_form() {
    for (high, low) in [
        ("driver_memory", "conf.spark.driver.memory"),
        ("conf.spark.driver.memory", "driver_memory"),
    ] {
        let settings = settings(&[
            (low, Value::from("4g"), profile()),
            (high, Value::from("8g"), task()),
        ]);
        let applied = apply(application(), &settings).expect("applies");
        let normal = applied.normalise().expect("one form each");
        assert_eq!(
            normal.text("driver_memory"),
            Some("8g"),
            "{high} over {low}"
        );
    }
}

/// The settings of the task `A` as `pipeline.toml` and the command line say them.
fn configured(toml: &str, overrides: &[&str]) -> Settings {
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::write(dir.path().join("pipeline.toml"), toml).expect("written");
    let mut sources = Sources::of(dir.path());
    sources.profile = Some("prod".to_owned());
    sources.overrides = overrides
        .iter()
        .map(|text| Override::parse(text).expect("a setting"))
        .collect();
    let engine: Arc<dyn Engine> = Arc::new(SparkEngine);
    let config = Config::load(&sources, &Keys::new(&[engine]), &[]).expect("a configuration");
    config.settings_for("A")
}

#[test]
fn a_profile_wins_over_what_it_inherits_from_whatever_the_form() {
    for (inherited, own) in [
        (
            "driver_memory = '4g'",
            "conf.\"spark.driver.memory\" = '8g'",
        ),
        (
            "conf.\"spark.driver.memory\" = '4g'",
            "driver_memory = '8g'",
        ),
    ] {
        let toml =
            format!("[profile.local]\n{inherited}\n[profile.prod]\ninherits = 'local'\n{own}\n");
        let applied = apply(application(), &configured(&toml, &[])).expect("two layers");
        let normal = applied.normalise().expect("one form each");
        assert_eq!(normal.text("driver_memory"), Some("8g"), "{toml}");
    }
}

#[test]
fn a_setting_for_one_task_wins_on_the_command_line_too_whatever_the_form() {
    for overrides in [
        ["A.conf.spark.driver.memory=8g", "driver_memory=4g"],
        ["A.driver_memory=8g", "conf.spark.driver.memory=4g"],
        ["conf.spark.driver.memory=4g", "driver_memory=8g"],
    ] {
        let settings = configured("[profile.prod]\n", &overrides);
        let applied = apply(application(), &settings).expect("two layers");
        let normal = applied.normalise().expect("one form each");
        assert_eq!(normal.text("driver_memory"), Some("8g"), "{overrides:?}");
    }
}

#[test]
fn which_spark_runs_is_no_setting_of_one_task() {
    let engine: Arc<dyn Engine> = Arc::new(SparkEngine);
    let keys = Keys::new(&[engine]);
    for key in [
        "python",
        "spark_version",
        "spark_home",
        "spark_install",
        "java_home",
    ] {
        assert!(keys.allow(key, true, &[]).is_err(), "{key}");
        assert!(keys.allow(key, false, &[]).is_ok(), "{key}");
    }
    assert!(keys.allow("driver_memory", true, &[]).is_ok());
}

#[test]
fn two_forms_in_one_layer_are_an_error_that_names_both() {
    let settings = settings(&[
        ("driver_memory", Value::from("4g"), profile()),
        ("conf.spark.driver.memory", Value::from("8g"), profile()),
    ]);
    let error = apply(application(), &settings).expect_err("twins");
    assert!(
        error.cause.contains("`driver_memory`")
            && error.cause.contains("`conf.spark.driver.memory`"),
        "{error}"
    );
    assert!(error.cause.contains("profile.prod"), "{error}");
}

#[test]
fn a_default_of_the_configuration_gives_way_to_the_attribute() {
    let settings = settings(&[
        (
            "conf.spark.driver.memory",
            Value::from("4g"),
            Origin::Default,
        ),
        ("master", Value::from("local[2]"), Origin::Default),
    ]);
    let applied = apply(application(), &settings).expect("applies");
    assert_eq!(applied.text("driver_memory"), Some("1g"));
    assert_eq!(applied.text("master"), Some("local[2]"));
}

#[test]
fn values_of_toml_become_texts_as_spark_writes_them() {
    let settings = settings(&[
        ("num_executors", Value::from(4), profile()),
        ("supervise", Value::from(true), profile()),
        ("jars", Value::from(vec!["a.jar", "b.jar"]), profile()),
        (
            "packages",
            Value::from("g:a:1,g:b:2"),
            Origin::Environment("SPARK_PIPELINE_PACKAGES".into()),
        ),
        ("conf.spark.memory.fraction", Value::from(0.5), profile()),
        ("conf.spark.sql.ansi.enabled", Value::from(true), profile()),
        ("conf.spark.list", Value::from(vec![1, 2]), profile()),
        ("env.HADOOP_CONF_DIR", Value::from("/profile"), profile()),
        ("workers", Value::from(4), profile()),
        ("spark_home", Value::from("/spark"), profile()),
    ]);
    let applied = apply(application(), &settings).expect("applies");
    assert_eq!(applied.text("num_executors"), Some("4"));
    assert_eq!(applied.options["supervise"], OptionValue::switch(true));
    assert_eq!(
        applied.options["jars"],
        OptionValue::list(["a.jar", "b.jar"])
    );
    assert_eq!(
        applied.options["packages"],
        OptionValue::list(["g:a:1", "g:b:2"])
    );
    assert_eq!(applied.conf["spark.memory.fraction"], "0.5");
    assert_eq!(applied.conf["spark.sql.ansi.enabled"], "true");
    assert_eq!(applied.conf["spark.list"], "1,2");
    assert_eq!(applied.conf["spark.sql.shuffle.partitions"], "8");
    assert_eq!(applied.env["HADOOP_CONF_DIR"], "/profile");
    assert_eq!(applied.options.len(), 5);
}

#[test]
fn a_value_that_does_not_fit_names_its_key_and_place() {
    let settings = settings(&[("driver_memory", Value::from("1.5g"), profile())]);
    let error = apply(application(), &settings).expect_err("a fraction");
    assert!(
        error.cause.contains("driver_memory")
            && error.cause.contains("profile.prod")
            && error.cause.contains("fraction"),
        "{error}"
    );
}

#[test]
fn explain_shows_every_value_with_its_origin_and_no_secret() {
    let application = application()
        .conf("spark.app.password", "hunter2")
        .conf("spark.marked", "hidden")
        .secret("spark.marked");
    let settings = settings(&[
        ("master", Value::from("spark://host:7077"), profile()),
        ("conf.spark.executor.memory", Value::from("4g"), task()),
        ("spark_version", Value::from("4.3"), Origin::CommandLine),
    ]);
    let lines = explain(&application, &settings).expect("explains");
    let line = |key: &str, value: &str, origin| Explained {
        key: key.into(),
        value: value.into(),
        origin,
    };
    assert_eq!(
        lines,
        [
            line("master", "spark://host:7077", profile()),
            line("deploy_mode", "client", Origin::Default),
            line("driver_memory", "1g", Origin::Attribute),
            line("spark_version", "4.3", Origin::CommandLine),
            line("conf.spark.app.password", "*****", Origin::Attribute),
            line("conf.spark.executor.memory", "4g", task()),
            line("conf.spark.marked", "*****", Origin::Attribute),
            line("conf.spark.sql.shuffle.partitions", "8", Origin::Attribute),
            line("env.HADOOP_CONF_DIR", "/attribute", Origin::Attribute),
        ]
    );
}

#[test]
fn a_value_that_does_not_fit_is_not_quoted_if_it_is_secret() {
    let marked = application().secret("spark.driver.extraJavaOptions");
    for (application, key, value) in [
        (
            application(),
            "remote",
            Value::from("sc://host/x;token=hunter two"),
        ),
        (
            marked.clone(),
            "driver_java_options",
            Value::from("-Xmx2g hunter"),
        ),
        (
            marked.clone().secret("spark.list"),
            "conf.spark.list",
            Value::from(vec!["hunter,b"]),
        ),
        (
            marked,
            "repositories",
            Value::from(vec!["https://me:hunter@h/ x"]),
        ),
    ] {
        let settings = settings(&[(key, value, profile())]);
        if let Err(error) = apply(application, &settings) {
            assert!(!format!("{error:?}{error}").contains("hunter"), "{error}");
        } else {
            assert_eq!(key, "repositories");
        }
    }
}
