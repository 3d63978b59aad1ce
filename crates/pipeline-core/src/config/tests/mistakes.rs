//! Mistakes, each told at its place.

use super::{keys, mistakes, variables};
use crate::config::{Config, Override, Sources};

#[test]
fn a_file_that_is_named_must_be_there() {
    let error = mistakes("", |sources| sources.file = Some("other.toml".into()));
    assert_eq!(error, "there is no file other.toml, which --config names");
    let error = mistakes("", |sources| {
        sources.environment = variables([(crate::config::variables::CONFIG, "other.toml")]);
    });
    assert_eq!(
        error,
        "there is no file other.toml, which SPARK_PIPELINE_CONFIG names"
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
fn what_an_engine_reads_once_is_no_setting_of_one_task() {
    let told = mistakes("[profile.local.task.Delays]\nink = 'blue'\n", |sources| {
        sources.overrides = vec![Override::parse("Delays.ink=red").expect("a setting")];
    });
    assert_eq!(
        told.matches("`ink` is a setting of the whole run, not of one task")
            .count(),
        2,
        "{told}"
    );
    assert!(
        told.contains("help: write `ink` in the profile itself"),
        "{told}"
    );
    let loaded = super::load_fine("[profile.local]\nink = 'blue'\n", |_| ());
    assert!(loaded.settings().get("ink").is_some());
}

#[test]
fn checked_is_true_or_false_and_of_a_whole_profile() {
    let told = mistakes(
        "[profile.local]\nchecked = 'yes'\n[profile.local.task.Delays]\nchecked = true\n[profile.prod]\nchekced = true\n",
        |_| (),
    );
    assert!(
        told.contains("`checked` is a text; true or false is meant"),
        "{told}"
    );
    assert!(
        told.contains("help: write `checked` in the profile itself"),
        "{told}"
    );
    assert!(told.contains("did you mean `checked`?"), "{told}");
}
