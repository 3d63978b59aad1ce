//! The rules of the command line, without running it.

mod secrets;
mod shown;

use std::collections::BTreeMap;

use super::*;
use crate::SparkApplication;
use crate::application::{MainResource, OptionValue};
use crate::install::{Found, Spark};

fn spark(version: &str) -> Spark {
    Spark {
        home: "/spark".into(),
        version: version.parse().expect("a version"),
        java_home: None,
        python: None,
        found: Found::SparkHome,
    }
}

fn python(path: &str) -> SparkApplication {
    SparkApplication::new(MainResource::Python { path: path.into() })
}

/// An application far away: no file of it is looked for here.
fn remote() -> SparkApplication {
    python("s3://bucket/app.py")
}

fn here() -> Surroundings {
    Surroundings {
        variables: BTreeMap::from([("LANG".to_owned(), "C.UTF-8".into())]),
        dir: std::env::temp_dir(),
    }
}

fn command(application: &SparkApplication) -> CommandLine {
    build_in(application, &spark("4.3.0"), &here()).expect("a command line")
}

fn refused(application: &SparkApplication) -> pipeline_core::Failure {
    build_in(application, &spark("4.3.0"), &here()).expect_err("no command line")
}

fn words(application: &SparkApplication) -> Vec<String> {
    command(application).arguments(None)
}

#[test]
fn the_argv_is_what_was_declared() {
    let application = remote()
        .option("master", OptionValue::text("local[2]"))
        .option("driver_memory", OptionValue::text("1g"))
        .option("supervise", OptionValue::switch(true))
        .option("jars", OptionValue::list(["s3://b/a.jar", "s3://b/b.jar"]))
        .conf("spark.sql.shuffle.partitions", 8)
        .conf("spark.empty", "")
        .argument("--month")
        .argument("0")
        .argument("");
    assert_eq!(
        words(&application),
        [
            "--master",
            "local[2]",
            "--jars",
            "s3://b/a.jar,s3://b/b.jar",
            "--driver-memory",
            "1g",
            "--supervise",
            "--conf",
            "spark.empty=",
            "--conf",
            "spark.sql.shuffle.partitions=8",
            "s3://bucket/app.py",
            "--month",
            "0",
            "",
        ]
    );
}

#[test]
fn what_is_off_or_empty_gives_no_flag_but_an_empty_text_does() {
    let application = remote()
        .option("supervise", OptionValue::switch(false))
        .option("jars", OptionValue::List(Vec::new()))
        .option("queue", OptionValue::text(""));
    assert_eq!(words(&application), ["--queue", "", "s3://bucket/app.py"]);
}

#[test]
fn a_flag_and_its_property_are_never_both_given() {
    let application = remote()
        .conf("spark.driver.memory", "2g")
        .conf("spark.master", "yarn");
    assert_eq!(
        words(&application),
        [
            "--master",
            "yarn",
            "--driver-memory",
            "2g",
            "s3://bucket/app.py"
        ]
    );
    let both = application.option("driver_memory", OptionValue::text("1g"));
    let error = refused(&both);
    assert!(
        error.cause.contains("driver_memory") && error.cause.contains("spark.driver.memory"),
        "{error}"
    );
}

#[test]
fn a_value_that_looks_like_an_option_stays_a_value() {
    let application = remote().option("name", OptionValue::text("--verbose"));
    assert_eq!(
        words(&application),
        ["--name", "--verbose", "s3://bucket/app.py"]
    );
}

#[test]
fn what_cannot_be_carried_is_an_error() {
    for application in [
        remote().option("jars", OptionValue::list(["a,b.jar"])),
        remote().option("jars", OptionValue::text("a,b.jar")),
        remote().argument("a\rb"),
        remote().argument("a\0b"),
        remote().argument("x".repeat(128 * 1024)),
        remote().conf("spark.a", "b\rc"),
        remote().conf("spark.a=b", "c"),
        remote().conf("", "c"),
        remote().option("driver_memory", OptionValue::text("1.5g")),
        remote().option("driver_memory", OptionValue::list(["1g"])),
        remote().option("supervise", OptionValue::text("yes")),
    ] {
        let error = refused(&application);
        assert!(
            error.hint.is_some() || error.cause.contains("NUL"),
            "{error}"
        );
    }
}

#[test]
fn an_option_that_this_spark_does_not_have_is_an_error_that_names_the_version() {
    let application = remote().option("load_spark_defaults", OptionValue::switch(true));
    assert!(build_in(&application, &spark("4.0.5"), &here()).is_ok());
    let error = build_in(&application, &spark("3.5.9"), &here()).expect_err("too old");
    assert_eq!(
        error.cause,
        "`load_spark_defaults` needs Spark 4.0, and this is Spark 3.5"
    );
}

#[test]
fn what_spark_submit_would_refuse_is_refused_at_once() {
    let cluster = |master: &str| {
        remote()
            .option("master", OptionValue::text(master))
            .option("deploy_mode", OptionValue::text("cluster"))
    };
    assert!(
        refused(&cluster("local[2]"))
            .cause
            .contains("cluster mode has no meaning")
    );
    assert!(
        refused(&cluster("spark://host:7077"))
            .cause
            .contains("client mode only")
    );
    assert!(build_in(&cluster("yarn"), &spark("4.3.0"), &here()).is_ok());
    let connect = remote()
        .option("remote", OptionValue::text("sc://host"))
        .conf("spark.master", "yarn");
    assert!(refused(&connect).cause.contains("exclude each other"));
    let users = remote()
        .option("proxy_user", OptionValue::text("a"))
        .option("principal", OptionValue::text("b"));
    assert!(refused(&users).cause.contains("exclude each other"));
}

#[test]
fn what_has_no_effect_is_noted_and_not_refused() {
    let application = remote()
        .option("master", OptionValue::text("local[2]"))
        .option("queue", OptionValue::text("etl"));
    let notes = command(&application).notes;
    assert!(
        notes
            .iter()
            .any(|note| note.starts_with("`queue` has no effect")),
        "{notes:?}"
    );
    let on_yarn = remote()
        .option("master", OptionValue::text("yarn"))
        .option("queue", OptionValue::text("etl"));
    let notes = command(&on_yarn).notes;
    assert!(
        notes.len() == 1 && notes[0].contains("HADOOP_CONF_DIR"),
        "{notes:?}"
    );
    let configured = on_yarn.env("HADOOP_CONF_DIR", "/etc/hadoop");
    assert_eq!(command(&configured).notes, Vec::<String>::new());
}

#[test]
fn without_secrets_a_properties_file_is_named_as_it_is() {
    let application = remote().option("properties_file", OptionValue::text("own.conf"));
    assert_eq!(
        words(&application),
        ["--properties-file", "own.conf", "s3://bucket/app.py"]
    );
}
